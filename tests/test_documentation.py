"""The documentation builds without a warning, its links lead somewhere, it fetches nothing, its reference is whole."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from typer.main import get_command

from bot.checking.schemas import KINDS
from bot.cli import app
from bot.settings import ROOT, Settings

LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """What a page of the site links to, what it loads, and where one can jump to in it."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: set[str] = set()
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors.add(found.get("id", ""))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in LOADED and LOADED[tag] in found:
            self.loaded.append(found[LOADED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Page]:
    """Every page of the site, built anew."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return {file: Page(file) for file in folder.rglob("*.html")}


def dead(page: Page, address: str, site: dict[Path, Page]) -> bool:
    """Whether a link of `page` leads nowhere in the site."""
    parts = urlsplit(address)
    target = (page.file.parent / unquote(parts.path)).resolve() if parts.path else page.file
    if target.is_dir():
        target /= "index.html"
    return not target.exists() or (bool(parts.fragment) and unquote(parts.fragment) not in site[target].anchors)


def test_every_link_leads_somewhere(site: dict[Path, Page]) -> None:
    pages = [page for file, page in site.items() if file.name != "404.html"]  # that one is shown at any address
    links = [(page, link) for page in pages for link in page.links if not urlsplit(link).scheme]
    assert len(links) > 100
    assert [(page.file.name, link) for page, link in links if dead(page, link, site)] == []


def test_nothing_is_fetched_from_elsewhere(site: dict[Path, Page]) -> None:
    loaded = [(page.file.name, what) for page in site.values() for what in page.loaded]
    assert [(name, what) for name, what in loaded if urlsplit(what).netloc] == []
    [root] = {file.parent for file in site if file.name == "404.html"}
    styles = "".join(file.read_text(encoding="utf-8") for file in root.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import )[\"']?https?:", styles) == []


def anchors(site: dict[Path, Page], name: str) -> set[str]:
    [page] = [page for file, page in site.items() if file.parts[-2:] == ("reference", f"{name}.html")]
    return page.anchors


def test_the_reference_has_every_setting(site: dict[Path, Page]) -> None:
    assert {name.upper() for name in Settings.model_fields} - anchors(site, "settings") == set()


def test_the_reference_has_every_command_and_option(site: dict[Path, Page]) -> None:
    commands = vars(get_command(app))["commands"]
    assert commands.keys() - anchors(site, "commands") == set()
    [text] = [f.read_text(encoding="utf-8") for f in site if f.parts[-2:] == ("reference", "commands.html")]
    options = {name for each in commands.values() for parameter in each.params for name in parameter.opts}
    assert [name for name in options if name.startswith("--") and name != "--help" and f">{name}<" not in text] == []


def test_the_reference_has_every_kind_of_file(site: dict[Path, Page]) -> None:
    assert {kind.name for kind in KINDS} - anchors(site, "files") == set()
