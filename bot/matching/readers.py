"""What reads an utterance before anything learnt looks at it: made from the vocabulary and CLDR alone."""

from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.topics import load_topics
from bot.knowledge.vocabulary import load_vocabulary
from bot.matching.entities import EntityReader
from bot.matching.signals import SignalReader
from bot.matching.split import QuestionSplitter
from bot.matching.topics import TopicFinder
from bot.matching.utterance import UtteranceReader


@dataclass(frozen=True, slots=True)
class Readers:
    """Built once; each takes any text and raises nothing."""

    utterance: UtteranceReader
    signals: SignalReader
    splitter: QuestionSplitter


def make_readers(knowledge_folder: Path) -> Readers:
    """The readers over `knowledge_folder`/vocabulary; raises ContentError with every mistake in it."""
    words = load_vocabulary(knowledge_folder / "vocabulary")
    return Readers(
        UtteranceReader(EntityReader(words), TopicFinder(load_topics(knowledge_folder))),
        SignalReader(words.signals, words.languages.spoken),
        QuestionSplitter(words.questions),
    )
