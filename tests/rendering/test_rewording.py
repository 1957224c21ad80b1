"""A translation survives a new wording of its English, marked for the translator; nothing else gets it."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.rendering.rewording import update_catalogues


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "th/LC_MESSAGES").mkdir(parents=True)
    catalogue = Catalog(locale="th")
    catalogue.add("It costs {fee}.", "ราคา {fee}", auto_comments=["fees.card: answer"])
    catalogue.add("Card fee", "ค่าบัตร", auto_comments=["fees.card: short (a button: at most 24 columns)"])
    with (tmp_path / "th/LC_MESSAGES/bot.po").open("wb") as file:
        write_po(file, catalogue)
    return tmp_path


def update(folder: Path, *texts: tuple[str, str]) -> dict[str, Message]:
    template = Catalog()
    for place, text in texts:
        template.add(text, auto_comments=[place])
    with (folder / "bot.pot").open("wb") as file:
        write_po(file, template)
    update_catalogues(folder)
    with (folder / "th/LC_MESSAGES/bot.po").open("rb") as file:
        return {str(message.id): message for message in read_po(file, locale="th") if message.id}


def test_a_reworded_text_keeps_its_translation_marked(folder: Path) -> None:
    entries = update(
        folder, ("fees.card: answer", "By card it costs {fee}."), ("fees.card: short (a button)", "Card fee")
    )
    reworded = entries["By card it costs {fee}."]
    assert (reworded.string, reworded.fuzzy) == ("ราคา {fee}", True)
    assert '#| msgid "It costs {fee}."' in (folder / "th/LC_MESSAGES/bot.po").read_text(encoding="utf-8")
    assert (entries["Card fee"].string, entries["Card fee"].fuzzy) == ("ค่าบัตร", False)


def test_it_stays_so_until_somebody_has_read_it(folder: Path) -> None:
    update(folder, ("fees.card: answer", "By card it costs {fee}."))
    entry = update(folder, ("fees.card: answer", "By card: {fee}."))["By card: {fee}."]
    assert (entry.string, entry.fuzzy) == ("ราคา {fee}", True)


def test_a_new_text_borrows_nothing_from_one_that_is_like_it(folder: Path) -> None:
    entries = update(folder, ("fees.cash: answer", "It costs {fees}."), ("fees.card: answer", "It costs {fee}."))
    assert (entries["It costs {fees}."].string, entries["It costs {fees}."].fuzzy) == ("", False)
