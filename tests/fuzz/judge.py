"""Would Telegram take it? What the outbox holds, against the limits and the HTML that Telegram allows.

The rules are the simulator's, which were written from Telegram's own documents and not from this bot's code.
"""

from collections.abc import Mapping
from typing import Any

from bot.simulator import limits
from bot.support.fitting import fit
from tests.fuzz.mutator import COMPUTED, EVIL_SITE

KINDS = frozenset(
    {"text", "deletes", "copies", "edits_copy", "from_staff", "edits_staff", "reacts", "document", "report", "contact"}
)
MAX_FILE_NAME = 60


def check(payload: Mapping[str, Any]) -> None:
    """Raises AssertionError, or the Refusal that Telegram would answer with."""
    assert KINDS & set(payload), f"nobody sends this: {payload}"
    if "customer" in payload:
        _check_for_staff(payload)
    elif "edits" in payload:
        _check_message(payload)
    elif "document" in payload:
        assert 0 < len(payload["filename"]) <= MAX_FILE_NAME
    elif "contact" in payload:
        assert payload["contact"].startswith("+")


def _check_message(payload: Mapping[str, Any]) -> None:
    shown = limits.formatted(payload["text"], "HTML", [])
    limits.check_caption(shown) if payload["photo"] else limits.check_text(shown)
    limits.check_markup({"inline_keyboard": [[_button(*button) for button in row] for row in payload["buttons"]]})
    assert COMPUTED not in shown.text
    assert not any(EVIL_SITE in (entity.url or "") for entity in shown.entities)


def _check_for_staff(payload: Mapping[str, Any]) -> None:
    if "text" in payload and "edits_copy" not in payload:
        limits.check_text(limits.formatted(fit(payload["text"], limits.MAX_TEXT), "", []))
        assert COMPUTED not in payload["text"]


def _button(label: str, does: str, value: str) -> dict[str, Any]:
    match does:
        case "url":
            return {"text": label, "url": value}
        case "copy":
            return {"text": label, "copy_text": {"text": value}}
        case _:
            return {"text": label, "callback_data": value}
