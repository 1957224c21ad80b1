"""What is checked: all that editors and translators write, read once, each piece with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.checking.catalogues import CatalogueFile, read_catalogues
from bot.checking.sources import SourceText, collect_texts
from bot.knowledge import Knowledge, Problem, read_knowledge
from bot.knowledge.documents import Document, read_document
from bot.knowledge.examples import Phrasing, Question, question_files, read_phrasings, read_questions
from bot.knowledge.topics import read_topics
from bot.knowledge.vocabulary import make_vocabulary, read_parts, spoken_languages


@dataclass(frozen=True)
class Content:
    """What could be read of the project at `root`, and in `problems` what could not.

    `documents` are the files of knowledge/ but for examples and questions, by their path in it ("guide/6_pay.yaml").
    `languages` are those that are spoken.
    """

    root: Path
    languages: Mapping[str, str]
    knowledge: Knowledge
    documents: Mapping[str, Document]
    phrasings: tuple[Phrasing, ...]
    questions: tuple[Question, ...]
    texts: tuple[SourceText, ...]
    catalogues: tuple[CatalogueFile, ...]
    problems: tuple[Problem, ...]

    def is_complete(self, language: str) -> bool:
        """Whether what `language` lacks is a mistake."""
        return self.languages.get(language) == "complete"

    def unread_files(self) -> set[Path]:
        """Files of knowledge/ of which nothing could be read; what they hold would seem missing to all other checks."""
        documents = {each.file for each in self.documents.values() if each.data is None and each.text.strip()}
        wrong = {
            problem.file
            for problem in self.problems
            if problem.hinders and problem.file.match("knowledge/intents/*/*.yaml")
        }
        return documents | wrong - {phrasing.document.file for phrasing in self.phrasings}

    def family(self, folder: str) -> list[Document]:
        """The documents that stand in `folder` itself, in the order of their names."""
        return [document for name, document in self.documents.items() if name.rpartition("/")[0] == folder]


def read_content(root: Path) -> Content:
    """Read knowledge/, locales/ and the templates under `root`; raises nothing for what stands in them."""
    folder = root / "knowledge"
    knowledge, problems = read_knowledge(folder)
    phrasings, mistakes = read_phrasings(folder, knowledge.intents)
    vocabulary = read_parts(folder / "vocabulary")
    languages = spoken_languages(vocabulary["languages"])
    problems += [*mistakes, *make_vocabulary(vocabulary)[1], *read_topics(folder)[1]]
    questions: list[Question] = []
    for file in question_files(folder):
        read, mistakes = read_questions(file, file.relative_to(root), knowledge.intents)
        questions += read
        problems += mistakes
    catalogues, mistakes = read_catalogues(root, languages)
    problems += mistakes
    texts, mistakes = collect_texts(root)
    problems += mistakes
    return Content(
        root=root,
        languages=languages,
        knowledge=knowledge,
        documents={**_documents(folder), **{f"vocabulary/{name}.yaml": each for name, each in vocabulary.items()}},
        phrasings=phrasings,
        questions=tuple(questions),
        texts=texts,
        catalogues=catalogues,
        problems=tuple(problems),
    )


def _documents(folder: Path) -> dict[str, Document]:
    files = [folder / "facts.yaml"]
    for name in ("guide", "intents"):
        files += sorted((folder / name).glob("*.yaml"))
    return {file.relative_to(folder).as_posix(): read_document(file, file.relative_to(folder.parent)) for file in files}
