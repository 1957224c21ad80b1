"""Which words name other companies, or subjects that have nothing to do with us?

Read from `knowledge/vocabulary/topics.yaml`.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic import RootModel

from bot.knowledge.documents import read_document, validate
from bot.knowledge.problems import ContentError, Problem

ANY_LANGUAGE = "any"

Topics = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Topic -> language, or `any` for names that are spelt alike everywhere -> its words."""


class TopicFile(RootModel[dict[str, dict[str, list[str]]]]):
    """Topic, language, words."""


def topics_file(folder: Path) -> Path:
    """Where the topics stand under knowledge/."""
    return folder / "vocabulary" / "topics.yaml"


def load_topics(folder: Path) -> Topics:
    """The topics under knowledge/ `folder`; raises ContentError with every mistake in them."""
    topics, problems = read_topics(folder)
    if problems:
        raise ContentError(problems)
    return topics


def read_topics(folder: Path) -> tuple[Topics, list[Problem]]:
    """The same without raising, for a report. A word under two topics is a mistake."""
    file = topics_file(folder)
    document = read_document(file, file.relative_to(folder.parent))
    if document.data is None:
        return {}, document.problems
    read = validate(document, (), TopicFile, document.data)
    seen: dict[str, str] = {}
    for location, word in document.texts():
        topic = str(location[0]) if location else ""
        if not word.strip(" *"):
            document.complain(location, "an empty word", "remove it")
        elif seen.setdefault(word, topic) != topic:
            document.complain(location, f"'{word}' stands under '{seen[word]}' too", "keep one of the two")
    topics = read.root if read is not None else {}
    return {
        topic: {language: tuple(words) for language, words in spoken.items()} for topic, spoken in topics.items()
    }, sorted(document.problems)
