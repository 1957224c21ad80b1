"""Which words name money, numbers, ways of paying and languages, and which are only fillers?

Read from `knowledge/vocabulary/`, one file for each part. The files add to what CLDR knows; the matcher joins the two.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BaseModel, Field, RootModel

from bot.knowledge.documents import Document, Location, read_document, validate
from bot.knowledge.facts import Content, CurrencyCode, DecimalText
from bot.knowledge.load import nearest
from bot.knowledge.problems import ContentError, Problem

LANGUAGE_CODE = "^[a-z]{2,3}$"


def _known_to_cldr(languages: Mapping[str, str]) -> Mapping[str, str]:
    for code in languages:
        try:
            Locale.parse(code)
        except (UnknownLocaleError, ValueError):
            raise ValueError(f"'{code}' is no language that CLDR knows; write its ISO 639 code") from None
    return languages


Language = Annotated[str, Field(pattern=LANGUAGE_CODE)]
Progress = Literal["complete", "growing"]
"""How far a language is: what a growing one lacks is no mistake, and is said in English."""

Words = Annotated[tuple[str, ...], Field(strict=False)]
WordsByLanguage = Mapping[Language, Words]
Numbers = Mapping[str, DecimalText]
NumbersByLanguage = Mapping[Language, Numbers]
Codes = Annotated[tuple[CurrencyCode, ...], Field(strict=False, min_length=1)]


class CurrencyUnit(Content):
    """A kind of money that several countries have ("dollar"): alone it means the first of the family."""

    family: Codes
    says: WordsByLanguage


class CurrencySign(Content):
    """A sign that several currencies share; `ask` where the likeliest is not likely enough."""

    means: Codes
    ask: Literal["yes", "no"]


class CurrencyWords(Content):
    """How currencies are called. `places` are keyed by ISO 3166 codes ("EU" is the euro's).

    `particles` are names in `beside_amount` that are small words of another language, each with words of that language.
    """

    names: Mapping[CurrencyCode, WordsByLanguage]
    beside_amount: Mapping[CurrencyCode, WordsByLanguage]
    particles: Mapping[str, Words] = Field(default_factory=dict)
    units: Mapping[str, CurrencyUnit]
    signs: Mapping[str, CurrencySign]
    places: Mapping[Annotated[str, Field(pattern="^[A-Z]{2}$")], WordsByLanguage]
    money: WordsByLanguage
    of_words: WordsByLanguage
    ordinary_codes: Codes
    before_name: Words
    look_alikes: Words


class MethodNames(Content):
    """A way of paying; a name in `after_pay` is also an ordinary word: it counts beside one of paying, or nearly alone.

    `paid_from` is no name of the way, but what is paid from by it: it counts beside a word of paying only.
    """

    says: WordsByLanguage
    after_pay: WordsByLanguage = Field(default_factory=dict)
    paid_from: WordsByLanguage = Field(default_factory=dict)


class MethodWords(Content):
    methods: Mapping[Annotated[str, Field(pattern="^[a-z0-9_]+$")], MethodNames]
    paying: WordsByLanguage
    paying_after: WordsByLanguage
    other_cards: WordsByLanguage
    without: WordsByLanguage


class NumberWords(Content):
    """What amounts are made of, and which figures are none; see the file's own comments."""

    values: NumbersByLanguage
    multipliers: NumbersByLanguage
    after_figures: Numbers
    thousand_in_filipino: Words
    filipino_signs: Words
    half: Words
    and_a_half: Words
    article: Words
    joiner: Words
    range: Words
    between: Words
    between_joiner: Words
    percent: Words
    percent_before: Words
    counted: WordsByLanguage
    numbered: WordsByLanguage
    names: Words


class LanguageWords(Content):
    """Which languages are spoken, the likelier first, and how any are called, by ISO 639 code.

    `everyday` are CLDR's names of languages that are everyday words of one that is spoken; alone they name none.
    """

    spoken: Annotated[Mapping[Language, Progress], AfterValidator(_known_to_cldr)]
    names: Mapping[str, WordsByLanguage]
    beside_speaking: Mapping[str, WordsByLanguage]
    speaking: WordsByLanguage
    everyday: Words = ()
    malay_signs: Words
    refusing: WordsByLanguage


class SignalWords(Content):
    """Whole messages by the signal that they are, and the particles which may surround them."""

    signals: Mapping[
        Literal[
            "yes", "no", "unsure", "back", "next", "first", "second", "third", "none", "cancel", "start_over", "resume",
            "stuck", "why", "ticket",
        ],
        WordsByLanguage,
    ]  # fmt: skip
    particles: WordsByLanguage


class QuestionWords(Content):
    """What tells two questions in one message from a story with one."""

    asks: WordsByLanguage
    begins: WordsByLanguage
    joins: WordsByLanguage
    refers: Words


class FillerWords(RootModel[WordsByLanguage]):
    """Words that ask nothing by themselves."""


PARTS: Mapping[str, type[BaseModel]] = {
    "currencies": CurrencyWords,
    "numbers": NumberWords,
    "methods": MethodWords,
    "languages": LanguageWords,
    "signals": SignalWords,
    "fillers": FillerWords,
    "questions": QuestionWords,
}
"""The files of the vocabulary, by their names without .yaml, and what is read from each (topics.py reads one more)."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All of `knowledge/vocabulary/`."""

    currencies: CurrencyWords
    numbers: NumberWords
    methods: MethodWords
    languages: LanguageWords
    signals: SignalWords
    fillers: FillerWords
    questions: QuestionWords


def load_vocabulary(folder: Path) -> Vocabulary:
    """Read the files in `folder` (knowledge/vocabulary); raise ContentError with every mistake in them."""
    vocabulary, problems = make_vocabulary(read_parts(folder))
    if vocabulary is None or problems:
        raise ContentError(problems)
    return vocabulary


def read_parts(folder: Path) -> dict[str, Document]:
    """The files in `folder`, by the names of the parts."""
    files = {name: folder / f"{name}.yaml" for name in PARTS}
    return {name: read_document(file, file.relative_to(folder.parent.parent)) for name, file in files.items()}


def make_vocabulary(documents: Mapping[str, Document]) -> tuple[Vocabulary | None, list[Problem]]:
    """The vocabulary that the files say, None where one says none; and every mistake in them."""
    parts: dict[str, Any] = {}
    spoken = spoken_languages(documents["languages"])
    for name, document in documents.items():
        for location, what, remedy in _unspoken(document, spoken):
            document.complain(location, what, remedy)
        for location, what, remedy in _odd_words(document):
            document.complain(location, what, remedy)
        parts[name] = validate(document, (), PARTS[name], document.data) if document.data is not None else None
    problems = sorted(problem for document in documents.values() for problem in document.problems)
    return None if None in parts.values() else Vocabulary(**parts), problems


def spoken_languages(document: Document) -> Mapping[str, str]:
    """The languages that languages.yaml calls spoken, and how far each is; none where it cannot be read."""
    spoken = document.data.get("spoken") if isinstance(document.data, dict) else None
    return spoken if isinstance(spoken, dict) else {}


def words_of(words: WordsByLanguage) -> Iterator[str]:
    """All words, whatever their language."""
    for each in words.values():
        yield from each


def _unspoken(document: Document, spoken: Collection[str]) -> Iterator[tuple[Location, str, str]]:
    """Words under a language that is not spoken, each language once."""
    seen: set[Location] = set()
    for location, _ in document.texts():
        match location:
            case (*_, str(code), int()) | ("values" | "multipliers", str(code), _):
                if re.match(LANGUAGE_CODE, code) and code not in spoken and location[:-1] not in seen:
                    yield location[:-1], f"the assistant does not speak '{code}'", nearest(code, spoken)
                seen.add(location[:-1])
            case _:
                pass


def _odd_words(document: Document) -> Iterator[tuple[Location, str, str]]:
    """Words that no utterance could hold, since utterances are compared in small letters and single spaces."""
    for location, text in document.texts():
        if "ordinary_codes" in location or "family" in location or "means" in location:
            continue
        if not text or text != re.sub(r"\s+", " ", text).strip():
            yield location, f"'{text}' is empty or has odd spaces", "write single spaces, none at the ends"
        elif text != text.lower():
            yield location, f"'{text}' has capitals", f"write '{text.lower()}'"
