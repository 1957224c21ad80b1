"""The preview as a folder of pages that needs nothing from elsewhere: no server, no network, no font."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.bootstrap import make_desk
from bot.dialogue.actions import Action
from bot.knowledge import Fact, Knowledge
from bot.knowledge.facts import FACT_KINDS
from bot.preview.catalogue import Entry
from bot.preview.links import make_links
from bot.preview.references import References, find_references
from bot.preview.samples import play_all
from bot.preview.talk import Stage
from bot.preview.views import CHINESE, ChapterView, Reader, SourceView, source_of, written
from bot.rendering import Renderer
from bot.rendering.catalogues import SOURCE_LANGUAGE
from bot.rendering.formats import language_name
from bot.settings import CARDS

ASSETS = (("bot.preview", "preview.css"), ("bot.preview", "preview.js"), ("bot.simulator", "chat.css"))
"""What the pages are drawn with; the bubbles are the simulator's."""

VERSION_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Page:
    """A language's page; `name` is the language in itself."""

    file: str
    language: str
    name: str
    english: str

    @property
    def html_language(self) -> str:
        """A browser chooses Chinese glyphs by the script."""
        return "zh-Hans" if self.language == CHINESE else self.language


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact with what readers see of it, each form with the languages that show it so."""

    name: str
    kind: str
    shown: tuple[tuple[Markup, tuple[Page, ...]], ...]
    source: SourceView
    users: tuple[Entry, ...]


def write_site(folder: Path, renderer: Renderer, default_zone: str, retention_days: int) -> Path:
    """Write every page into `folder`, and give the first one. Raises OSError where it cannot be written."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for package, name in ASSETS:
        page = files(package).joinpath("static", name).read_text(encoding="utf-8")
        (folder / "assets" / name).write_text(page, encoding="utf-8")
    (folder / "cards").mkdir(exist_ok=True)
    for card in CARDS.glob("*.png"):
        shutil.copyfile(card, folder / "cards" / card.name)
    for name, page in _pages(renderer, default_zone, retention_days):
        (folder / name).write_text(page, encoding="utf-8")
    return folder / "index.html"


def _pages(renderer: Renderer, default_zone: str, retention_days: int) -> Iterator[tuple[str, str]]:
    knowledge, languages = renderer.knowledge, renderer.catalogues.languages
    desk = make_desk(knowledge)
    pages = tuple(
        Page(f"{code}.html", code, language_name(code), language_name(code, SOURCE_LANGUAGE)) for code in languages
    )
    environment = _environment(pages)
    known: dict[tuple[str, Action], str | None] = {}
    for page in pages:
        stage = Stage(knowledge, desk, languages, page.language, default_zone, retention_days)
        chapters = play_all(stage)
        references = find_references(knowledge, chapters)
        links = make_links(stage, chapters, known)
        if page.language == SOURCE_LANGUAGE:
            yield "index.html", _index(environment, knowledge, references)
            yield "facts.html", _facts(environment, renderer, pages, references)
        reader = Reader(knowledge, renderer, page.language, links, references)
        yield page.file, _language_page(environment, reader, page, reader.chapters(chapters))


def _environment(pages: tuple[Page, ...]) -> Environment:
    environment = Environment(
        loader=PackageLoader("bot.preview"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(pages=pages, first=pages[0].file)
    return environment


def _draw(environment: Environment, template: str, this: str, html_language: str, **values: Any) -> str:
    return environment.get_template(template).render(this=this, html_language=html_language, **values)


def _language_page(environment: Environment, reader: Reader, page: Page, chapters: tuple[ChapterView, ...]) -> str:
    return _draw(
        environment,
        "language.html.j2",
        page.file,
        page.html_language,
        name=page.name,
        chapters=chapters,
        menu=reader.renderer.menu(page.language),
        section_numbers=reader.renderer.view(page.language).section_numbers,
    )


def _index(environment: Environment, knowledge: Knowledge, references: References) -> str:
    counts = {"steps": len(knowledge.guide.steps), "intents": len(knowledge.intents), "facts": len(knowledge.facts)}
    return _draw(
        environment,
        "index.html.j2",
        "index.html",
        SOURCE_LANGUAGE,
        counts=counts,
        version=knowledge.version[:VERSION_SHOWN],
        as_of=written(min(fact.as_of for fact in knowledge.facts.values())),
        sections=knowledge.guide.sections,
        references=references,
    )


def _facts(environment: Environment, renderer: Renderer, pages: tuple[Page, ...], references: References) -> str:
    lines = [_fact_line(renderer, pages, references, name) for name in renderer.knowledge.facts]
    return _draw(environment, "facts.html.j2", "facts.html", SOURCE_LANGUAGE, facts=lines)


def _fact_line(renderer: Renderer, pages: tuple[Page, ...], references: References, name: str) -> FactLine:
    fact = renderer.knowledge.facts[name]
    shown: dict[Markup, tuple[Page, ...]] = {}
    for page in pages:
        words = renderer.view(page.language).fact(name)
        shown[words] = (*shown.get(words, ()), page)
    return FactLine(name, _kind(fact), tuple(shown.items()), source_of(fact), references.users.get(name, ()))


def _kind(fact: Fact) -> str:
    """As facts.yaml calls it."""
    return next(key for key, kind in FACT_KINDS.items() if isinstance(fact, kind)).replace("_", " ")
