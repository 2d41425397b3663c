"""What a written name says: its words, whether it is a full name, and whether two names can be one person's.

Knows no addresses and no history.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from trimtab.analyses.identity._words import PLACEHOLDERS, SHORT_FORMS, word_set

# Letters that are no accented form of the plain one they are read as.
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "’": "'"}
)
_LONG = str.maketrans({"ö": "oe", "ä": "ae", "ü": "ue", "ø": "oe", "å": "aa"})
_ESCAPED = re.compile(r"\x1b,[A-Za-z]([!-~])\x1b\(B")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>|\"[^\"]*\"|\S+@\S+")
_AFTER = re.compile(r"(?i)(?:,?\s+(?:phd|ph\.d\.?|md|msc|esq\.?))+\s*$|\s+via\s+\S+.*$|\s+-\s+.*$")
_TITLE = frozenset(["mr", "mrs", "ms", "mx", "dr", "prof"])
_GAP, _LOST = re.compile(r"[^\w]+|_"), re.compile(r"['`´?\ufffd]")
# One or two words of letters alone, as most names are, hold nothing to take away.
_PLAIN = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+)?$")
_SUFFIX = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_PARTICLES = word_set(
    """
    al bin da das de del della den der di do dos du el ibn la le ten ter und van von y zu
    """
)
_IDEOGRAPHS = re.compile(r"^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,5}$")


class Likeness(IntEnum):
    """How two names stand to each other."""

    DISTINCT = 0
    UNKNOWN = 1
    VARIANT = 2
    SAME = 3


@dataclass(frozen=True, slots=True, eq=False)  # one object per text, so that it is its own key
class Name:
    """A name as read.

    `words` are in plain letters, given name first, and `long` the same with umlauts written out (`ö` as `oe`); `suffix` is
    `jr`, `sr` or a number. `keys` hold the words in alphabetical order, so that their order does not matter, and `run` all
    letters in a row, each once per spelling; `letters` is `run` of `words`. A name is `full` when it has at least two words
    of two letters or more, or is written in ideographs; `initialled` when all but one of its words are initials.
    """

    text: str
    words: tuple[str, ...]
    long: tuple[str, ...]
    suffix: str
    letters: str
    keys: frozenset[str]
    run: frozenset[str]
    full: bool
    initialled: bool
    latin: bool

    @property
    def named(self) -> bool:
        """Whether it names a person by given name and surname, be it by an initial."""
        return self.full or self.initialled

    @property
    def first(self) -> str:
        """The given name, or an empty text."""
        return self.words[0] if self.words else ""

    @property
    def last(self) -> str:
        """The surname without what stands before it (`van`, `de`), or an empty text."""
        return self.words[-1] if len(self.words) > 1 else ""


def repaired(text: str) -> str:
    """The text with UTF-8 that was once read as something else, and Latin-1 behind ISO 2022 escapes, turned back."""
    text = _ESCAPED.sub(lambda found: chr(ord(found[1]) | 0x80), text)
    if text.isascii():
        return text
    for encoding in ("latin-1", "cp1252", "mac_roman"):
        try:
            return text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return text


def folded(text: str, *, long: bool = False) -> str:
    """Lower case with accents off; `long` writes umlauts out as German and Nordic keyboards do."""
    lowered = repaired(text).casefold()
    if lowered.isascii():
        return lowered
    lowered = unicodedata.normalize("NFC", lowered)
    lowered = (lowered.translate(_LONG) if long else lowered).translate(_LETTERS)
    return "".join(letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def read(text: str) -> Name:
    """A name as written by its bearer or by a program."""
    bare = text if _PLAIN.match(text) else _AFTER.sub("", _ASIDE.sub(" ", text)).strip() or text
    family, comma, given = bare.partition(",")
    if comma and given.strip() and folded(given).strip(" .") not in _SUFFIX:
        bare = f"{given} {family}"
    words = _words(folded(bare))
    long = words if bare.isascii() else _words(folded(bare, long=True))
    suffix = _SUFFIX.get(words[-1], "") if len(words) > 2 else ""
    if suffix:
        words, long = words[:-1], long[:-1]
    single = " " not in bare.strip()
    if single:
        words, long = _joined(words), _joined(long)
    letters = "".join(words)
    if not letters or letters in PLACEHOLDERS:
        return Name(text, (), (), "", "", frozenset(), frozenset(), full=False, initialled=False, latin=True)
    whole = sum(len(word) > 1 and not word.isdigit() for word in words)
    return Name(
        text=text,
        words=words,
        long=long,
        suffix=suffix,
        letters=letters,
        keys=frozenset((" ".join(sorted(words)), " ".join(sorted(long)))),
        run=frozenset((letters, "".join(long))),
        full=whole >= 2 or (single and bool(_IDEOGRAPHS.match(bare.strip()))),
        initialled=whole == 1 and len(words) > 1,
        latin=letters.isascii(),
    )


def _words(plain: str) -> tuple[str, ...]:
    # A question mark stands where a letter was lost; without it the rest is still one word.
    words = tuple(word for word in _GAP.split(_LOST.sub("", plain)) if word)
    return words[1:] if len(words) > 2 and words[0] in _TITLE else words


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name without a blank is one word: a given name, a handle, or a whole name in ideographs."""
    return ("".join(words),) if words else ()


@lru_cache(maxsize=65536)
def likeness(one: Name, other: Name) -> Likeness:
    """Whether two names can be those of one person; `UNKNOWN` unless both name a person in full."""
    if not (one.named and other.named) or one.latin != other.latin:
        return Likeness.UNKNOWN
    if one.suffix != other.suffix:
        return Likeness.DISTINCT
    if not one.keys.isdisjoint(other.keys) or not one.run.isdisjoint(other.run):
        return Likeness.SAME
    spellings = ((one.words, other.words), (one.long, other.words), (one.words, other.long))
    if any(_varies(*pair) for pairs in dict.fromkeys(spellings) for pair in _orders(*pairs)):
        return Likeness.VARIANT
    return Likeness.DISTINCT


def _orders(one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Both as they stand, then either with its surname first."""
    yield one, other
    yield one, other[::-1]
    yield one[::-1], other


def _varies(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Given names that are forms of one another and the same surname, or a slip of the pen in one of the two."""
    short, long = sorted((without_particles(one), without_particles(other)), key=len)
    if len(short) < 2:
        return False
    if _initials_of(short[1:], long[1:]) and given_alike(short[0], long[0]):
        return True
    if _within(short, long):
        return True
    if (
        len(short) == 2 < len(long)
        and short[1] == long[-1]
        and any(_middle_alike(short[0], word) for word in long[1:-1])
    ):
        return True
    if len(short) == len(long):
        pairs = list(zip(short, long, strict=True))
        return all(given_alike(a, b) for a, b in pairs[:-1]) and _surname_alike(*pairs[-1], given=pairs[0])
    if not given_alike(short[0], long[0]):
        return False
    rest = list(long[1:])
    for word in short[1:]:
        found = next((index for index, wanted in enumerate(rest) if _middle_alike(word, wanted)), None)
        if found is None:
            return False
        del rest[: found + 1]
    # Something longer than an initial must agree beside the given name.
    return any(len(word) > 1 and word in long[1:] for word in short[1:])


def _initials_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether a name ends in the initials of another's surname: `Ana BC` beside `Ana Brandt-Castro`."""
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


def _within(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether all whole words of one name, at least two, stand in the longer one in the same order."""
    short, long = sorted((_without_initials(one), _without_initials(other)), key=len)
    rest = iter(long)
    return 2 <= len(short) < len(long) and all(word in rest for word in short)


def _without_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if len(word) > 1)


def without_particles(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name less those such as `van` and `de`, which some leave out."""
    if _PARTICLES.isdisjoint(words):
        return words
    kept = tuple(word for word in words if word not in _PARTICLES)
    return kept if len(kept) > 1 else words


def _middle_alike(one: str, other: str) -> bool:
    return one == other or ((len(one) == 1 or len(other) == 1) and one[0] == other[0])


def given_alike(one: str, other: str) -> bool:
    """Whether two given names can be one: equal, an initial, a short form, or a slip of the pen."""
    if one == other or ((len(one) == 1 or len(other) == 1) and one[0] == other[0]):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 2 and len(long) > 3 and long.startswith(short):
        return True
    stem = short[:-1] if short.endswith(("i", "y")) else short
    for part in (short, stem):
        if len(part) >= 3 and len(long) - len(part) >= 3 and (long.startswith(part) or long.endswith(part)):
            return True
    if not SHORT_FORMS.get(one, frozenset()).isdisjoint(SHORT_FORMS.get(other, frozenset())):
        return True
    return len(short) >= 5 and one[0] == other[0] and one[-1] == other[-1] and _slip(short, long, swap=False)


def _surname_alike(one: str, other: str, given: tuple[str, str]) -> bool:
    if one == other:
        return True
    if given[0] != given[1] or one[0] != other[0]:
        return False
    shortest = min(len(one), len(other))
    return shortest == 1 or (shortest >= 4 and _slip(one, other, swap=True))


def _slip(one: str, other: str, *, swap: bool) -> bool:
    """One letter too many, two neighbours transposed, or (with `swap`) one letter for another."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) == 1:
        return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))
    if len(long) != len(short):
        return False
    differ = [index for index, (a, b) in enumerate(zip(short, long, strict=True)) if a != b]
    if len(differ) == 1:
        return swap
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and short[differ[0]] == long[differ[1]]
        and short[differ[1]] == long[differ[0]]
    )


def initials(name: Name) -> str:
    """The first letters of a full name's words."""
    return "".join(word[0] for word in name.words) if name.named else ""


@lru_cache(maxsize=65536)
def spelled(name: Name) -> Mapping[str, bool]:
    """The handles a full name is commonly turned into; true for those that hold given name and surname whole."""
    if not name.full or not name.latin:
        return {}
    spellings: dict[str, bool] = {}
    for words in (without_particles(name.words), without_particles(name.long)):
        if len(words) > 1:
            first, last = words[0], words[-1]
            initials = "".join(word[0] for word in words[:-1])
            for part in (first[0] + last, first + last[0], last + first[0], initials + last):
                spellings.setdefault(part, False)
            spellings.update(dict.fromkeys((first + last, last + first, "".join(words), *name.run), True))
    return spellings
