"""How is an utterance made comparable, whatever keyboard, script or mood it was typed in?

`clean` keeps what the user wrote, case included, in one well-formed shape; `fold` goes on to what words are compared
by. Both take any text and raise nothing.
"""

import re
import unicodedata

MAX_LENGTH = 4096
"""Characters read of an utterance; Telegram's messages are no longer."""

MAX_MARKS = 2
"""Marks kept on one letter: Thai writes a vowel and a tone above one consonant, and nothing needs more."""

_MARK = ("Mn", "Me")
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")
_SPACES = re.compile(r"\s+")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0010ffff]"
)
_STRAY_LATIN_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f]")
_MAYBE_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{MAX_MARKS + 1}}}")
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_OTHER_ALPHABETS = re.compile("[\u0370-\u052f]")
_LATIN = re.compile("[a-zA-Z]")
_LETTERS = re.compile("[a-zA-Z\u0370-\u052f]+")
_LOOK_ALIKES = str.maketrans(
    "аеорсухіѕјһԁԛԝкмтАВЕКМНОРСТУХІЅЈανορικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxisjhdqwkmtABEKMHOPCTYXISJavopiktABEZHIKMNOPTYX"
)
"""After Unicode's confusables (UTS 39)."""
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_PLAIN_FORMS = str.maketrans(
    dict.fromkeys("‘’ʼ`´", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | {"～": "~", "〜": "~"}
)


def clean(utterance: str) -> str:
    """`utterance` in NFKC with ASCII digits, plain quotes and dashes, single spaces, and without invisible characters.

    Line breaks become spaces. Thai sara am, which NFKC takes apart, is one letter again, and so is sara ae typed as two
    sara e, which look the same. Cut at MAX_LENGTH characters.
    """
    text = utterance[:MAX_LENGTH]
    if not text.isascii():
        # Marks are thinned first: canonical ordering takes quadratic time on thousands of them.
        text = unicodedata.normalize("NFKC", _thinned(text))[:MAX_LENGTH].translate(_PLAIN_FORMS)
        text = without_look_alikes(text)
        text = _STRAY_LATIN_MARKS.sub("", text).replace("\u0e4d\u0e32", "\u0e33").replace("เเ", "แ")
        if not text.isprintable() or _FOREIGN_DIGIT.search(text):
            text = "".join(map(_plain, text))
    return _SPACES.sub(" ", text).replace("\0", "").strip()


def fold(utterance: str) -> str:
    """`clean`, in lower case, without elongation: what words of utterances and examples are compared by."""
    return shorten(lower(clean(utterance)))


def lower(text: str) -> str:
    """`text` in lower case, of the same length, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def shorten(text: str) -> str:
    """Elongation undone: "hellooo" is "hello", "มากกกก" is "มาก"; "feeee" stays "fee", the one vowel often doubled."""
    return _ELONGATED.sub(lambda run: "ee" if run[1] == "e" else run[1], text)


def without_marks(text: str) -> str:
    """Latin letters without their accents, as hurried Vietnamese is typed ("phí" is "phi", "đồng" is "dong")."""
    if text.isascii():
        return text
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", bare).replace("đ", "d").replace("Đ", "D")


def without_look_alikes(text: str) -> str:
    """Greek and Cyrillic letters inside Latin words as the Latin ones that they look like; of the same length.

    Words that are wholly of another alphabet stay: they are another language's.
    """
    if not _OTHER_ALPHABETS.search(text):
        return text
    return _LETTERS.sub(lambda word: word[0].translate(_LOOK_ALIKES) if _LATIN.search(word[0]) else word[0], text)


def is_unspaced(char: str) -> bool:
    """Whether `char` is of a script that leaves no spaces between words (Thai, Lao, Khmer, Burmese, Chinese, kana)."""
    return _UNSPACED.match(char) is not None


def count_unspaced(text: str) -> int:
    """How many letters of `text` are of such a script."""
    return len(_UNSPACED.findall(text))


def _thinned(text: str) -> str:
    if not _MAYBE_MARKS.search(text):
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in _MARK else 0
        if marks <= MAX_MARKS:
            kept.append(char)
    return "".join(kept)


def _plain(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category in _UNSEEN and not char.isspace():
        return ""
    return char
