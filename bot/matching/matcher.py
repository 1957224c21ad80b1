"""What is asked? `Matcher.understand` joins all of the matching into one reading of a message."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.knowledge.documents import read_document
from bot.knowledge.examples import Question, example_files, question_files, read_examples, read_questions
from bot.knowledge.problems import ContentError
from bot.matching.decide import NEVER, decide, is_strange, says_enough, threshold
from bot.matching.index import Index, Progress, index_file, index_key, load_index, save_index
from bot.matching.language import tell_language
from bot.matching.normalise import is_single_word
from bot.matching.readers import Readers, make_readers
from bot.matching.understanding import Candidate, Reading, Signal, Understanding
from bot.matching.utterance import UtteranceReader

ACCEPTABLE_WRONG = 0.02
MAX_PARTS = 3


@dataclass(frozen=True, slots=True)
class Matcher:
    """Understands messages; built once, and safe to share."""

    index: Index
    readers: Readers
    answer_from: float

    def understand(self, utterance: str, language: str) -> Reading:
        """The questions in `utterance`; `language` is the chat's, believed unless the words say otherwise."""
        whole = self._understand(utterance, language, self.readers.signals.read(utterance, language))
        parts = self.readers.splitter.split(utterance)[:MAX_PARTS]
        if len(parts) > 1:
            asked = [self._understand(part, language) for part in parts]
            intents = {question.intent for question in asked}
            if None not in intents and len(intents) > 1:
                return Reading((replace(asked[0], signal=whole.signal), *asked[1:]))
        return Reading((whole,))

    def _understand(self, utterance: str, chat: str, signal: Signal | None = None) -> Understanding:
        witnesses = self.index.witnesses
        read, tokens = self.readers.utterance.read(utterance)
        heard = witnesses.hear(tokens)
        spoken = tell_language(tokens, heard.tongues, witnesses.languages, chat)
        place = witnesses.place_of(spoken.language)
        chances = self.index.confidence.of(heard.signals, place)
        ranked = sorted(zip(heard.candidates, chances.tolist(), strict=True), key=lambda pair: -pair[1])
        candidates = [Candidate(witnesses.intents[intent], chance) for intent, chance in ranked]
        strange = not tokens or is_strange(heard.known, self.index.usually_known[place], heard.likeness)
        answers = says_enough(heard.likeness, is_signal=signal is not None, is_word=is_single_word(tokens))
        decision, kept = decide(() if strange else candidates, self.answer_from if answers else NEVER)
        return Understanding(
            decision, kept, read.slots, spoken.language, spoken.clear, signal=signal, bare=read.bare, text=read.text
        )


def load_matcher(
    knowledge_folder: Path,
    cache_folder: Path,
    *,
    progress: Progress | None = None,
    acceptable_wrong: float = ACCEPTABLE_WRONG,
) -> Matcher:
    """The matcher over the examples under `knowledge_folder`; raises ContentError with every mistake in them.

    Index and readers are kept under `cache_folder` and made again when examples, questions, vocabulary, the intents'
    ids or the code changed; new words or figures of an answer leave them as they are. `acceptable_wrong` is the share
    of questions, 0 to 1, that may be answered wrongly.
    """
    intents = _intents(knowledge_folder)
    vocabulary = sorted((knowledge_folder / "vocabulary").glob("*.yaml"))
    files = [*example_files(knowledge_folder), *question_files(knowledge_folder), *vocabulary]
    file = index_file(cache_folder, index_key(knowledge_folder, files, intents))
    kept = load_index(file)
    if kept is None:
        readers = make_readers(knowledge_folder)
        kept = _build(knowledge_folder, intents, readers.utterance, progress or _silent), readers
        save_index(*kept, file)
    index, readers = kept
    return Matcher(index, readers, threshold(index.trial, acceptable_wrong))


def _build(folder: Path, intents: Sequence[str], reader: UtteranceReader, progress: Progress) -> Index:
    from bot.matching.build import build_index  # noqa: PLC0415 - a start with nothing to learn goes without it

    examples, problems = read_examples(folder, intents)
    questions: list[Question] = []
    for file in question_files(folder):
        some, mistakes = read_questions(file, file.relative_to(folder.parent), intents)
        questions += some
        problems += mistakes
    if problems:
        raise ContentError(problems)
    return build_index(examples, questions, reader, progress)


def _intents(folder: Path) -> list[str]:
    """The ids of the intents, whatever else stands in their files."""
    files = sorted((folder / "intents").glob("*.yaml"))
    return [str(intent) for file in files for intent in (read_document(file, file.relative_to(folder)).data or ())]


def _silent(what: str, done: int, total: int) -> None:
    pass
