"""Which files the published truck factor counts: code in Linguist's sense, without other people's code and documentation.

Decided by path, and for a file without a telling name by the interpreter its first line calls. What Linguist finds by
reading whole files (minified or generated text) is not seen here. Languages stand in `_truck_languages`.
"""

import polars as pl

from trimtab.analyses._areas_patterns import any_of, attribute_patterns
from trimtab.analyses._truck_languages import ENDINGS, INTERPRETERS, NAMES

FILES = pl.Schema(
    {
        "repo": pl.String(),
        "path": pl.String(),
        "interpreter": pl.String(),  # what the first line `#!` of the file calls; null when not known or not there
    }
)

# Folders of other people's code: at the top alone, and at any depth.
_TOP_FOLDERS = (
    "[Dd]ependencies",
    "deps",
    "tools",
    "debian",
    "Pods",
    "Carthage",
    "puphpet",
    "vignettes",
    "inst/extdata",
)
_FOLDERS = (
    "cache", "node_modules", "bower_components", "Godeps", "bootstrap-datepicker", "MathJax", "admin_media", "Sparkle",
    "gradle/wrapper", r"\.google_apis", "extjs", "tiny_mce/(?:langs|plugins|themes|utils)", r"\.yarn",
    r"[Cc]ode[Mm]irror/(?:\d+\.\d+/)?(?:lib|mode|theme|addon|keymap|demo)", "docs?/_?(?:build|themes?|templates?|static)",
)  # fmt: skip
# Folders whose names only end so: `my_vendor/` is one too.
_FOLDER_ENDS = ("vendors?", "extern(?:al)?", "third[-_]?party", "3rd[-_]?party", r"\.xctemplate", r"\.imageset")
_TOP_FILES = ("rebar", "waf", r"fabfile\.py", "Vagrantfile")
_TEST_FIXTURES = "^[Tt]ests?/fixtures/"
# Files that come with a build tool, or are known libraries copied in.
_FILES = (
    "configure", r"configure\.ac", r"config\.(?:guess|sub)", r".*cpplint\.py", r"erlang\.mk", "gradlew", r"gradlew\.bat",
    "activator", r"activator\.bat", r"proguard(?:-rules)?\.pro", r".*\.d\.ts", r".*[.-]min\.(?:js|css)",
)  # fmt: skip
_LIBRARIES = (
    "jquery", "bootstrap", "prototype.*", "yui", "angular", "d3(?:\\.v\\d+)?", "cordova", "tiny_mce", "shBrush", "yahoo-",
    "mootools.*", "modernizr[.-].*", "knockout-.*", "react-", "foundation.*", "[Mm]icrosoft.*",
)  # fmt: skip
_SCRIPTS = (
    "effects", "controls", "dragdrop", "dojo", "MochiKit", "ckeditor", "Chart", "shCore", "shLegacy", "react", "html5shiv",
    r"jquery\.(?:ui|effects)\.[^.]*", r"jquery[^/]*(?:validate|unobtrusive|fileupload|gantt|fancybox|ui)[^/]*", "fuelux",
    r"jquery-\d[^/]*", r"slick\.\w+", r"leaflet\.(?:draw-src|spin)", r".*-vsdoc", r".*\.intellisense",
)  # fmt: skip
_STYLES = ("bootstrap", "font-awesome", "foundation", "normalize", "animate", r"\S*import")

_DOCUMENTATION = r"^(?:docs?|man|[Ee]xamples|[Ss]amples|[Dd]emos?)/|(?:^|/)(?:[Dd]ocumentation|javadoc)/"
_TEXTS = r"(?:^|/)(?:CHANGE(?:S|LOG)?|CONTRIBUTING|COPYING|INSTALL|LICEN[CS]E|[Ll]icen[cs]e|README|[Rr]eadme)(?:\.|$)"
_WRITTEN_BY_PROGRAMS = r"\.(?:[Dd]esigner|feature)\.cs$|\.zep\.(?:c|h|php)$|\.(?:js|css)\.map$"


def _either(parts: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(parts)})"


_NOT_OURS = "|".join(
    (
        f"^{_either(_TOP_FOLDERS)}/",
        f"(?:^|/){_either(_FOLDERS)}/",
        f"{_either(_FOLDER_ENDS)}/",
        f"^{_either(_TOP_FILES)}$",
        f"(?:^|/){_either(_FILES)}$",
        rf"(?:^|/){_either(_LIBRARIES)}[^./]*\.js$",
        rf"(?:^|/){_either(_SCRIPTS)}\.js$",
        rf"(?:^|/){_either(_STYLES)}[^./]*\.(?:css|less|scss|styl)$",
        _TEST_FIXTURES,
    )
)
_LEFT_OUT = "|".join((_NOT_OURS, _DOCUMENTATION, _TEXTS, _WRITTEN_BY_PROGRAMS))


def telling_name(path: str) -> bool:
    """Whether the name of a file says what is in it, so that its first line need not be read."""
    name = path.rpartition("/")[2]
    return name in NAMES or "." in name[1:]


def code_files(files: pl.DataFrame, attributes: str = "") -> pl.DataFrame:
    """Those of `files` (columns `FILES`) that are code.

    `attributes` is the text of `.gitattributes`: what it marks as vendored or generated is left out, what it unmarks
    stays in.
    """
    name = pl.col("path").str.extract(r"([^/]*)$")
    ending = name.str.extract(r"\.([^.]+)$").str.to_lowercase()
    known = name.is_in(NAMES) | ending.is_in(ENDINGS) | (ending.is_null() & pl.col("interpreter").is_in(INTERPRETERS))
    left_out = pl.col("path").str.contains(_LEFT_OUT)
    marked = attribute_patterns(attributes)
    if out := any_of(pattern for pattern in marked if not pattern.startswith("!")):
        left_out |= pl.col("path").str.contains(out)
    if back := any_of(pattern[1:] for pattern in marked if pattern.startswith("!")):
        left_out &= ~pl.col("path").str.contains(back)
    return files.filter(known.fill_null(value=False), ~left_out)
