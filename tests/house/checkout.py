"""What the tests about the house look at: the files of this checkout that are, or will be, committed."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "trimtab"


def kept_files() -> list[Path]:
    """Every file git tracks or would add; what .gitignore names is not part of the house."""
    # CI may run as another user than the one who owns the checkout; looking is safe all the same.
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted(ROOT / name for name in set(listed.split("\0")) if name and (ROOT / name).is_file())


def modules() -> list[Path]:
    """Every module of the product."""
    return sorted(PACKAGE.rglob("*.py"))


def dotted(module: Path) -> str:
    """`trimtab.lake` of .../trimtab/lake/__init__.py."""
    parts = module.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
