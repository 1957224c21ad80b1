"""The pages hold everything, say what the bot says, and need nothing from elsewhere."""

import re
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.conversation import Incoming, Speaker
from bot.dialogue.events import Command
from bot.dialogue.states import ChatState
from bot.knowledge import Knowledge

LANGUAGES = ("en", "fil", "id", "ms", "th", "vi", "zh")
MONDAY_MORNING = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Page(HTMLParser):
    """A page's anchors, where it leads, what it loads, and the text of each entry."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.keys: dict[str, dict[str, str]] = {}
        self.texts: dict[str, str] = {}
        self._entry = ""
        self._key: str | None = None
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if "id" in found:
            self.ids.append(found["id"])
        if "data-entry" in found:
            self._entry = found["id"]
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        self._key = found.get("href", "") if tag == "a" and "data-kind" in found else self._key
        self.loaded += [found[name] for name in ("src", "srcset", "poster") if name in found]
        if tag == "link":
            self.loaded.append(found["href"])

    def handle_data(self, data: str) -> None:
        self.texts[self._entry] = self.texts.get(self._entry, "") + data
        if self._key is not None and data.strip():
            self.keys.setdefault(self._entry, {}).setdefault(data.strip(), self._key)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._key = None


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {file.name: Page(file) for file in site.glob("*.html")}


def test_there_is_a_page_for_each_language_the_facts_and_an_index(pages: dict[str, Page]) -> None:
    assert set(pages) == {"index.html", "facts.html", *(f"{language}.html" for language in LANGUAGES)}


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[str, Page]) -> None:
    loaded = {name for page in pages.values() for name in page.loaded} - {"data:,"}
    assert {name for name in loaded if not (site / name).is_file()} == set()
    for file in (site / "assets").iterdir():
        assert not re.search(r"https?://|@import|url\(|fetch\(", file.read_text(encoding="utf-8"))


def test_every_link_leads_somewhere(pages: dict[str, Page]) -> None:
    broken = []
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids))
        for link in page.links:
            file, _, anchor = link.partition("#")
            if (anchor and anchor not in pages[file or name].ids) or (file or name) not in pages:
                broken.append((name, link))
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_trouble_and_question_is_on_each_page(
    pages: dict[str, Page], knowledge: Knowledge, language: str
) -> None:
    wanted = {
        *(f"step-{step}" for step in knowledge.guide.steps),
        *(f"trouble-{trouble}" for trouble in knowledge.guide.troubles),
        *(f"question-{question}" for question in knowledge.guide.question),
        *(f"intent-{intent}" for intent in knowledge.intents),
    }
    assert wanted - set(pages[f"{language}.html"].ids) == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["pay.method", "fees.card", "authorise.code", "shipping.cost"])
def test_it_says_what_the_bot_says(pages: dict[str, Page], speaker: Speaker, language: str, place: str) -> None:
    link = Incoming(1, Command("start", place.replace(".", "-")), language)
    message = speaker.speak(ChatState(), link, MONDAY_MORNING).messages[-1]
    page = pages[f"{language}.html"].texts
    shown = page.get(f"step-{place}") or page[f"intent-{place}"]
    assert unescape(re.sub(r"<[^>]+>", "", message.text)) in shown
    assert all(button.label in shown for row in message.buttons for button in row)


def test_a_button_leads_to_what_a_tap_shows(pages: dict[str, Page]) -> None:
    keys = pages["en.html"].keys
    assert keys["step-pay.logistics"]["Done, next →"] == "#step-pay.method"
    assert keys["step-pay.logistics"]["I'm stuck"] == "#step-pay.logistics--2"
    assert keys["trouble-declined"]["Talk to a person"].startswith("#reply-hand-off")
    assert keys["intent-fees.card"]["Calculate a fee"] == "#intent-fees.calculate"
    assert keys["reply-welcome"]["Start the guide"] == "#question-has_verified_1688"


def test_a_fact_says_where_it_stands_and_what_shows_it(pages: dict[str, Page]) -> None:
    facts = pages["facts.html"]
    card_fee = facts.texts["fact-card_fee"]
    assert "1.0%" in card_fee
    assert "1,0%" in card_fee  # as Indonesian and Vietnamese write it
    assert "6 · “Choose 'Cross-border treasure' as the payment method”" in card_fee
    assert "as of 24 November 2026" in card_fee
    for user in ("pay.method", "fees.card", "payment.card", "reply fee"):
        assert user in card_fee
    assert "en.html#reply-hand-off" in facts.links
    assert "hand-off" in facts.texts["fact-support_hours"]
    assert "account_1688.verify" in facts.texts["fact-label_verify_now"]


def test_no_fact_is_without_use(pages: dict[str, Page]) -> None:
    unused = [name for name, text in pages["facts.html"].texts.items() if "nothing by itself" in text]
    assert unused == []


def test_chinese_words_say_so_on_pages_of_other_languages(site: Path) -> None:
    thai = (site / "th.html").read_text(encoding="utf-8")
    assert '<b><span lang="zh-Hans">支付宝账户管理</span></b>' in thai
    assert '<html lang="zh-Hans">' in (site / "zh.html").read_text(encoding="utf-8")


def test_the_pictures_of_the_labels_are_there(site: Path, pages: dict[str, Page]) -> None:
    shown = {name for name in pages["th.html"].loaded if name.startswith("cards/")}
    assert len(shown) == 3
    assert all((site / name).stat().st_size > 1000 for name in shown)
