"""Which files the published truck factor counts: code in Linguist's sense, without other people's code and documentation.

Decided by path, and for a file without a telling name by the interpreter its first line calls. What Linguist finds by
reading whole files (minified or generated text) is not seen here. Languages stand in `_truck_languages`.
"""

from typing import Literal

import polars as pl

from trimtab.analyses._areas_patterns import any_of, attribute_patterns
from trimtab.analyses._truck_languages import ENDINGS, ENDINGS_OF_2015, INTERPRETERS, NAMES

Linguist = Literal["2015", "2024"]

FILES = pl.Schema(
    {
        "repo": pl.String(),
        "path": pl.String(),
        "interpreter": pl.String(),  # what the first line `#!` of the file calls; null when not known or not there
        "empty": pl.Boolean(),  # no content, so in no language
    }
)

# Folders of other people's code: at the top alone, and at any depth. As Linguist had them in 2015, but for
# `examples/`, which the authors of the paper took out by hand and Linguist soon after.
_TOP_FOLDERS = (
    "[Dd]ependencies", "deps", "debian", "Pods", "Carthage", "puphpet", "vignettes", "inst/extdata",
    r"[Pp]ackages/.+\.\d+", "[Tt]ests?/fixtures",
)  # fmt: skip
_FOLDERS = (
    "cache", "node_modules", "bower_components", "Godeps", "bootstrap-datepicker", "MathJax", "admin_media", "Sparkle",
    "gradle/wrapper", r"\.google_apis", "extjs", "tiny_mce/(?:langs|plugins|themes|utils)",
    r"[Cc]ode[Mm]irror/(?:\d+\.\d+/)?(?:lib|mode|theme|addon|keymap|demo)", "docs?/_?(?:build|themes?|templates?|static)",
)  # fmt: skip
# Folders whose names only end so: `my_vendor/` is one too.
_FOLDER_ENDS = ("vendors?", "extern(?:al)?", "third[-_]?party", "3rd[-_]?party", r"\.xctemplate", r"\.imageset")
_TOP_FILES = ("rebar", "waf", r"fabfile\.py", "Vagrantfile")
# Files that come with a build tool, or are known libraries copied in.
_FILES = (
    "configure", r"configure\.ac", r"config\.(?:guess|sub)", r".*cpplint\.py", r"erlang\.mk", "gradlew", r"gradlew\.bat",
    "activator", r"activator\.bat", r"proguard(?:-rules)?\.pro", r".*\.d\.ts", r".*[.-]min\.(?:js|css)",
)  # fmt: skip
# Up to the first dot anything may follow these, also a folder: `jquery/core.js` is jQuery.
_LIBRARIES = (
    "jquery", "bootstrap", "prototype.*", "yui", "angular", r"d3(?:\.v\d+)?", "cordova", "tiny_mce", "shBrush", "yahoo-",
    "react-", r"mootools[^.]*\d+\.\d+.\d+", r"knockout-(?:\d+\.){3}", r"leaflet\.", r"slick\.",
)  # fmt: skip
_SCRIPTS = (
    "effects", "controls", "dragdrop", "dojo", "MochiKit", "ckeditor", "Chart", "shCore", "shLegacy", "react", "html5shiv",
    r"jquery\.(?:ui|effects)\.[^.]*", r"jquery[^/]*(?:validate|unobtrusive|fileupload|gantt|fancybox|ui)[^/]*", "fuelux",
    r"(?:jquery|cordova)-\d[^/]*", r"modernizr-\d[^/]*", r"modernizr\.custom\.\d+", r".*foundation(?:\..*)?", ".*-vsdoc",
    r".*\.intellisense", r"[Mm]icrosoft(?:[Mm]vc)?(?:[Aa]jax|[Vv]alidation)(?:\.debug)?",
)  # fmt: skip
_STYLES = (
    "bootstrap[^.]*",
    r"custom\.bootstrap\S*",
    "font-awesome",
    "foundation",
    "normalize",
    "animate",
    r"\S*import",
)


def _either(parts: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(parts)})"


_NOT_OURS = "|".join(
    (
        f"^{_either(_TOP_FOLDERS)}/",
        f"(?:^|/){_either(_FOLDERS)}/",
        f"{_either(_FOLDER_ENDS)}/",
        f"^{_either(_TOP_FILES)}$",
        f"(?:^|/){_either(_FILES)}$",
        rf"(?:^|/){_either(_LIBRARIES)}[^.]*\.js$",
        rf"(?:^|/){_either(_SCRIPTS)}\.js$",
        rf"(?:^|/){_either(_STYLES)}\.(?:css|less|scss|styl)$",
    )
)
_DOCUMENTATION = r"^(?:docs?|man|[Ee]xamples|[Ss]amples)/|(?:^|/)(?:[Dd]ocumentation|javadoc)/"
_TEXTS = r"(?:^|/)(?:CHANGE(?:S|LOG)?|CONTRIBUTING|COPYING|INSTALL|LICEN[CS]E|[Ll]icen[cs]e|README|[Rr]eadme)(?:\.|$)"
_WRITTEN_BY_PROGRAMS = r"\.(?:[Dd]esigner|feature)\.cs$|\.zep\.(?:c|h|php)$|\.(?:js|css)\.map$"
# Linguist took `tools/` for other people's code until 2017, and some more folders since.
_OUT_2015 = "^tools/"
_OUT_SINCE = r"(?:^|/)dist/|^[Dd]emos?/|^[Ss]pecs?/fixtures/|(?:^|/)\.yarn/"
_LEFT_OUT = "|".join((_NOT_OURS, _DOCUMENTATION, _TEXTS, _WRITTEN_BY_PROGRAMS))


def telling_name(path: str) -> bool:
    """Whether the name of a file says what is in it, so that its first line need not be read."""
    name = path.rpartition("/")[2]
    return name in NAMES or "." in name[1:]


def code_files(files: pl.DataFrame, attributes: str = "", *, linguist: Linguist = "2015") -> pl.DataFrame:
    """Those of `files` (columns `FILES`) that are code, as Linguist counted it in 2015 or does since.

    `attributes` is the text of `.gitattributes`: what it marks as vendored or generated is left out, what it unmarks
    stays in.
    """
    name = pl.col("path").str.extract(r"([^/]*)$")
    ending = name.str.extract(r"\.([^.]+)$").str.to_lowercase()
    endings, out = (ENDINGS | ENDINGS_OF_2015, _OUT_2015) if linguist == "2015" else (ENDINGS, _OUT_SINCE)
    known = name.is_in(NAMES) | ending.is_in(endings) | (ending.is_null() & pl.col("interpreter").is_in(INTERPRETERS))
    left_out = pl.col("path").str.contains(f"{_LEFT_OUT}|{out}")
    marked = attribute_patterns(attributes)
    if marked_out := any_of(pattern for pattern in marked if not pattern.startswith("!")):
        left_out |= pl.col("path").str.contains(marked_out)
    if back := any_of(pattern[1:] for pattern in marked if pattern.startswith("!")):
        left_out &= ~pl.col("path").str.contains(back)
    return files.filter(known.fill_null(value=False), ~left_out, ~pl.col("empty"))
