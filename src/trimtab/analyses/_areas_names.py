"""What a file's name says: whether it is a test or a text, and which other files it belongs with.

Only names are looked at; how often files change together is the business of `_areas_tree`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

TEST = (
    r"(?i)(?:^|/)(?:tests?|specs?|__tests__|testing|testsuite|testdata|t|unit_tests?|integration_tests?)/"
    r"|(?:^|/)tests?[_.\-][^/]*$|(?:^|/)(?:unit_)?tests?\.[a-z]+$|[_.\-](?:tests?|spec)\.[^/]*$"
)
_TEST_CAMEL = re.compile(r"(?:Test|Tests|Spec)\.[A-Za-z]+$")
TEXT = r"(?i)(?:^|/)(?:docs?|documentation|man)/|\.(?:md|rst|txt|adoc|markdown)$|(?:^|/)readme[^/]*$"

BUILD_FILE = (
    r"(?i)(?:^|/)(?:(?:gnu)?makefile(?:\.[a-z]+)?|cmakelists\.txt|configure(?:\.ac|\.in)?|meson\.build|meson_options\.txt|config\.mak.*"
    r"|pyproject\.toml|setup\.(?:py|cfg)|tox\.ini|noxfile\.py|manifest\.in|cargo\.toml|build\.rs|build\.gradle(?:\.kts)?"
    r"|pom\.xml|package\.json|tsconfig.*\.json|gruntfile\.c?js|go\.mod|build\.bazel|workspace|justfile|dockerfile)$"
)

# Names that say nothing about what a file is about, so that two files that share one are strangers.
_GENERIC = frozenset(
    [
        *("main", "mod", "lib", "index", "init", "__init__", "util", "utils", "common", "helper", "helpers"),
        *("types", "type", "base", "core", "api", "app", "config", "conf", "setup", "conftest", "constants"),
        *("errors", "error", "exceptions", "test", "tests", "all", "basic", "misc", "readme", "makefile", "cmakelists"),
        *("build", "run"),
    ]
)
_TESTER = re.compile(
    r"^(?:tests?[_\-]|t?\d+[_\-]|check[_\-])|(?:[_\-.]?(?:tests?|spec))$|(?<=[a-z0-9])(?:Tests?|Spec)$"
)
_PART = re.compile(r"[_\-](?:impl|priv|private|internal|int|inl|types?|defs?)$")


def is_test(path: str) -> bool:
    """Whether the path names a test, by folder or by name."""
    return bool(re.search(TEST, path) or _TEST_CAMEL.search(path))


def is_build(path: str) -> bool:
    """Whether the file says how the whole is built or packaged."""
    return bool(re.search(BUILD_FILE, path))


def is_text(path: str) -> bool:
    """Whether the path names a text for people."""
    return bool(re.search(TEXT, path))


def stem(path: str) -> str:
    """What the file is about: its name without endings, and without what marks a test or an implementation.

    `src/foo.c`, `src/foo.h`, `src/foo_impl.h`, `tests/test_foo.c` and `t/t1234-foo.sh` are all about `foo`.
    """
    name = path.rsplit("/", 1)[-1]
    bare = name if name.startswith(".") else name.split(".", 1)[0]
    without = _PART.sub("", _TESTER.sub("", _TESTER.sub("", bare)))
    return (without or bare).lower()


def family(about: str) -> str:
    """The first word of a stem: `ecmult` of `ecmult_gen`; the whole stem where the first word is too short to tell."""
    first = re.split(r"[_\-]", about, maxsplit=1)[0]
    return first if len(first) >= 3 else about


def beside_code(changes: Mapping[str, int]) -> dict[str, str]:
    """For each test whose name names a place of the code, a code file of that place, given the changes of all files.

    Among several places the one that shares most of the path wins, then the file that changes most.
    """
    places: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(changes, key=lambda path: (-changes[path], path)):
        about = stem(path)
        if not is_test(path) and not is_text(path) and about not in _GENERIC and len(about) > 2:
            places[about].setdefault(path.rpartition("/")[0], path)
    found = {}
    for path in changes:
        if is_test(path) and (homes := places.get(stem(path))):
            words = set(path.split("/")[:-1])
            found[path] = max(homes.items(), key=lambda home: len(words & set(home[0].split("/"))))[1]
    return found


def common_folder(paths: Iterable[str]) -> str:
    """The deepest folder that holds all the paths; empty for the top."""
    split = [path.split("/")[:-1] for path in paths]
    shared = []
    for words in zip(*split, strict=False):
        if len(set(words)) > 1:
            break
        shared.append(words[0])
    return "/".join(shared)
