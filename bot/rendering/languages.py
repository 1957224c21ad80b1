"""Which of our languages does a language code mean?"""

from collections.abc import Collection

ALIASES = {
    "tl": "fil",  # Tagalog: Telegram's own code for Filipino
    "ceb": "fil",
    "in": "id",  # ISO's code for Indonesian until 1989, still sent by old Android versions
    "jv": "id",
    "su": "id",
    "yue": "zh",
    "cmn": "zh",
    "hak": "zh",
    "nan": "zh",
    "zsm": "ms",
}
"""Codes of other languages, or older codes, whose speakers are best served by one of ours."""


def nearest_language(code: str, languages: Collection[str]) -> str | None:
    """The language among `languages` for an IETF tag such as zh-TW, ms-SG or en-GB; None for one that has none."""
    primary = code.replace("_", "-").split("-")[0].lower()
    language = ALIASES.get(primary, primary)
    return language if language in languages else None
