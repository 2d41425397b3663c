"""Which paths are left out of knowledge, and which an explicit pattern names: the patterns of `.gitignore`,
`.gitattributes` and `CODEOWNERS` as one regular expression each.

What is done with a path that matches is the business of `areas`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trimtab.analyses._areas_tree import folder_name

# Nobody learns the system by changing these: other people's code, what a program wrote, lists of what happened, texts
# in other languages, pictures. A settings pattern that begins with `!` takes a path back in.
USUALLY_LEFT_OUT: tuple[str, ...] = (
    # other people's code
    *("vendor/", "_vendor/", "vendored/", "third_party/", "third-party/", "thirdparty/", "3rdparty/", "deps/"),
    *(
        "node_modules/",
        "bower_components/",
        ".yarn/",
        "Godeps/",
        "Pods/",
        "*.min.js",
        "*.min.css",
        "gradlew",
        "gradlew.bat",
    ),
    # written by a program
    *(
        "dist/",
        "*.lock",
        "*.lock.json",
        "*-lock.json",
        "*-lock.yaml",
        "npm-shrinkwrap.json",
        "go.sum",
        "*.map",
        "*.snap",
    ),
    *("*.pb.go", "*.pb.cc", "*.pb.h", "*_pb2.py", "*_pb2.pyi", "*_pb2_grpc.py", "*.g.dart", "*.designer.cs"),
    *("requirements*.txt", "requirements/*.txt", ".pre-commit-config.yaml", "renovate.json", "dependabot.yml"),
    *("*.generated.*", "*_generated.*", "zz_generated*", "__generated__/", "__snapshots__/", "aclocal.m4"),
    # what happened, who took part, which version this is
    *("CHANGELOG", "CHANGELOG.*", "changelog.md", "changelog.rst", "changelog.txt", "Changelog.*", "ChangeLog*"),
    *("CHANGES", "CHANGES.md", "CHANGES.rst", "CHANGES.txt", "CHANGES.adoc", "HISTORY.*", "NEWS", "NEWS.*"),
    *(
        "*RELEASENOTES*",
        "RELEASE_NOTES*",
        "RELEASE-NOTES*",
        "release-notes/",
        "release_notes/",
        "RelNotes/",
        "relnotes/",
        "RelNotes",
    ),
    *("changelog.d/", "changelogs/", "newsfragments/", "/news/*.*.rst", "/changes/*.*.*", ".changeset/"),
    *(
        "AUTHORS*",
        "CONTRIBUTORS*",
        "LICENSE*",
        "COPYING*",
        ".mailmap",
        "VERSION",
        "version.h",
        "__version__.py",
        "_version.py",
    ),
    # other languages
    *("*.po", "*.pot", "*.xlf", "locale/*/", "locales/*/"),
    # pictures, fonts, archives, recordings
    *("*.png", "*.jpg", "*.jpeg", "*.gif", "*.ico", "*.svg", "*.webp", "*.bmp", "*.pdf", "*.psd", "*.ttf", "*.otf"),
    *(
        "*.woff",
        "*.woff2",
        "*.eot",
        "*.zip",
        "*.gz",
        "*.tgz",
        "*.bz2",
        "*.xz",
        "*.jar",
        "*.whl",
        "*.mp3",
        "*.mp4",
        "*.wav",
    ),
)

_LINGUIST = re.compile(r"^(?P<off>-)?linguist-(?:vendored|generated)(?:=(?P<value>\S+))?$")


def pattern_regex(pattern: str) -> str:
    """One gitignore-style pattern as a regular expression that is found in the paths it covers.

    A pattern without an inner slash matches at any depth; one that names a folder covers all that lies below it.
    Only syntax known to both Python and Rust is used, so polars can search with it.
    """
    body = pattern.strip()
    rooted = "/" in body.rstrip("/")
    folder_only = body.endswith("/")
    body = body.strip("/")
    parts: list[str] = []
    at = 0
    while at < len(body):
        step, text = _next_piece(body, at)
        parts.append(text)
        at += step
    start = "^" if rooted else "(?:^|/)"
    end = "/" if folder_only else "(?:/|$)"
    return start + "".join(parts) + end


def _next_piece(body: str, at: int) -> tuple[int, str]:
    """How many characters of the pattern the next piece takes, and its regular expression."""
    if body.startswith("**/", at):
        return 3, "(?:.*/)?"
    if body.startswith("**", at):
        return 2, ".*"
    if body[at] == "*":
        return 1, "[^/]*"
    if body[at] == "?":
        return 1, "[^/]"
    if body[at] == "[" and (end := body.find("]", at + 2)) > 0:
        inside = body[at + 1 : end].replace("\\", "\\\\").replace("[", "\\[")
        return end - at + 1, "[" + ("^" + inside[1:] if inside[0] in "!^" else inside) + "]"
    if body[at] == "\\" and at + 1 < len(body):
        return 2, re.escape(body[at + 1])
    return 1, re.escape(body[at])


def any_of(patterns: Iterable[str]) -> str | None:
    """One regular expression for all the patterns; null when there are none."""
    pieces = [pattern_regex(pattern) for pattern in patterns if pattern.strip(" /*")]
    return "|".join(f"(?:{piece})" for piece in pieces) or None


def attribute_patterns(text: str) -> tuple[str, ...]:
    """What a `.gitattributes` text marks as vendored or generated; marks that are taken back begin with `!`."""
    found: list[str] = []
    for line in text.splitlines():
        pattern, *attributes = line.split()[:1] + line.split()[1:] if line.split() else [""]
        marks = [mark for attribute in attributes if (mark := _LINGUIST.match(attribute))]
        if not pattern or pattern.startswith("#") or not marks:
            continue
        off = all(mark["off"] or mark["value"] in ("false", "unset") for mark in marks)
        found.append(f"!{pattern}" if off else pattern)
    return tuple(found)


def codeowner_patterns(text: str) -> tuple[str, ...]:
    """The patterns of a `CODEOWNERS` text, in its order; lines that cover everything name no area."""
    first = [words[0] for line in text.splitlines() if (words := line.split("#", 1)[0].split())]
    return tuple(pattern for pattern in first if not pattern.startswith("[") and pattern.strip("/*"))


@dataclass(frozen=True, slots=True)
class _Named:
    """A pattern that names areas: what it matches of a path is the area's folder or file."""

    pattern: str
    regex: re.Pattern[str]

    def area(self, path: str) -> str | None:
        """The area of a path, null when the pattern does not cover it.

        `billing/*` makes an area of each folder of `billing`; files beside them belong to `billing/`. A pattern for
        files of a kind (`*.ts`) is itself the name.
        """
        found = self.regex.search(path)
        if found is None:
            return None
        whole = found.end() == len(path) and not found.group().endswith("/")
        kind = "*" in self.pattern.rsplit("/", 1)[-1]
        if whole and kind:
            return folder_name(path.rpartition("/")[0]) if "/" in self.pattern else self.pattern
        return path if whole else folder_name(path[: found.end()].rstrip("/"))


def _named(pattern: str) -> _Named:
    bare = pattern.removesuffix("/**") + "/" if pattern.endswith("/**") else pattern
    return _Named(bare, re.compile(pattern_regex(bare)))


@dataclass(frozen=True, slots=True)
class Rules:
    """What the lead's files say about paths; everything has a default.

    `left_out` are patterns of the settings (`!` takes back in), `attributes` the text of `.gitattributes`, `areas` the
    patterns of the settings that name areas, `codeowners` the text of `CODEOWNERS`. Settings win over `CODEOWNERS`,
    and both over the areas that are found; of several patterns the last that covers a path names its area.
    """

    left_out: tuple[str, ...] = ()
    attributes: str = ""
    areas: tuple[str, ...] = ()
    codeowners: str = ""

    def out(self) -> str:
        """The regular expression of the paths that are left out."""
        extra = (*attribute_patterns(self.attributes), *self.left_out)
        return any_of((*USUALLY_LEFT_OUT, *(pattern for pattern in extra if not pattern.startswith("!")))) or "^$"

    def back_in(self) -> str | None:
        """The regular expression of the paths that are taken back in, if any."""
        extra = (*attribute_patterns(self.attributes), *self.left_out)
        return any_of(pattern[1:] for pattern in extra if pattern.startswith("!"))

    def explicit(self, paths: Sequence[str]) -> dict[str, str]:
        """The area of each path that an explicit pattern covers."""
        rules = [_named(pattern) for pattern in (*codeowner_patterns(self.codeowners), *self.areas)]
        placed = {}
        for path in paths:
            named = [area for rule in rules if (area := rule.area(path)) is not None]
            if named:
                placed[path] = named[-1]
        return placed
