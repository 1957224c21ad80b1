"""Updates that nobody planned for: recorded ones with other words, other buttons, and parts missing or wrong.

A `sound` update is one that Telegram could send: its types are right, whatever its words. Of the others it is only
asked that they are passed over.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.dialogue import actions as act

RECORDED = Path(__file__).parent / "updates.json"
FIRST_UPDATE = 200_000_001
PEOPLE = tuple(range(500_000_001, 500_000_009))
SHARE_OF_TAPS = 0.5
"""So often a button is tapped, mostly one on offer: deep places are reached by taps."""

EVIL_SITE = "evil.example"
COMPUTED = "61728395061728395"
"""What `INJECTED` would come to, if somebody's template computed it."""

INJECTED = "{{ 12345679012345679 * 5 }}"
HOSTILE = (
    *(
        "<b>",
        "</b>",
        "<a href='http://evil.example'>x</a>",
        "<script>alert(1)</script>",
        "&lt;b&gt;",
        "&#0;",
        "&amp",
        "<",
    ),
    *(INJECTED, "{% for x in range(9) %}x{% endfor %}", "{{ config }}", "%s %(x)s %n", "{0.__class__}", "${7*7}"),
    *("'; DROP TABLE chat; --", "\\", '"', "\x00", "\x1b[31m", "\r\n\r\n", "\t", " ", "\u200b", "\u202eevil", "\ufeff"),
    *("\ud83d", "😀" * 2000, "👩‍👩‍👧‍👦", "🇸🇬", "A\u0301" * 500, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘", "ก็็็็็็็็็็็็็็็็็็็็", "ﷺ" * 50, "𝐡𝐨𝐰", "раураl"),
    *("x" * 4096, "how do I pay? " * 290, "code " * 800, "1" * 4096, "fee for 5000 yuan by card and " * 130, "9" * 400),
    *(
        "fee for 99999999999999999999999999 yuan",
        "-5000 yuan",
        "0.0000001 cny",
        "1e999 usd",
        "NaN usd",
        "٥٠٠٠ yuan",
        "½ yuan",
    ),
    *(
        "how do I pay?",
        "the code is 482913 what now",
        "my pw: hunter2x",
        "รหัสไม่มา",
        "支付宝",
        "yes",
        "no",
        "back",
        "cancel",
        "stop",
    ),
    *(
        "/start",
        "/start pay-method",
        "/start ' OR 1=1",
        "/start " + "x" * 64,
        "/ask",
        "/ask fee for 5000?",
        "/contact",
        "/nonsense",
    ),
    *(
        "/language",
        "/privacy",
        "/help",
        "/guide",
        "/cancel",
        "/",
        "//",
        "/start@guide_demo_bot",
        "/start@other_bot",
        "Singapore",
    ),
    *(
        "mei@example.com",
        "a" * 250 + "@example.com",
        "<i>@example.com",
        "A-1001",
        "+65 9123 4567",
        "Sydney",
        "1.28, 103.85",
    ),
)
NAMES = (
    "Mei",
    "<b>Mei</b>",
    INJECTED,
    "\u200b",
    " ",
    "😀" * 64,
    "a" * 64,
    "Robert'); DROP TABLE",
    "\u202eieM",
    "&lt;",
    "💩\x00",
)
LANGUAGES = (
    "en",
    "zh-hans",
    "zh-TW",
    "ms",
    "id",
    "th",
    "fil",
    "tl",
    "vi",
    "de",
    "",
    "x" * 40,
    "en_US",
    "../../etc",
    "🇸🇬",
)
WRONG: tuple[Any, ...] = (None, 0, -1, 1.5, 2**31, 2**63, -(2**70), True, "", "x", [], {}, [[]], {"x": None}, "9" * 30)


@dataclass(frozen=True, slots=True)
class Mutated:
    raw: dict[str, Any]
    sound: bool


class Mutator:
    """Makes updates, the same ones for the same `seed`."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - for tests, and to be repeated
        self._recorded: list[dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8"))
        self._taps = [update for update in self._recorded if "callback_query" in update]
        self._tapped: Counter[str] = Counter()
        self._next = FIRST_UPDATE

    def make(self, offered: Mapping[int, Sequence[str]]) -> Mutated:
        """The next update; `offered` are the buttons that each chat has on offer."""
        taps = self._random.random() < SHARE_OF_TAPS
        raw = deepcopy(self._random.choice(self._taps if taps else self._recorded))
        raw["update_id"] = self._next
        self._next += 1
        kind = next(key for key in raw if key != "update_id")
        self._change_person(raw[kind])
        self._change_words(raw[kind], offered)
        if self._random.random() < 0.1:
            self._replace_kind(raw, kind)
        sound = self._random.random() < 0.7
        if not sound:
            for _ in range(self._random.randint(1, 3)):
                self._break(raw)
        return Mutated(raw, sound)

    def _change_person(self, body: dict[str, Any]) -> None:
        """Some other person in their own chat, with some other name and language."""
        if self._random.random() < 0.8 and body.get("from", {}).get("id", 0) > 0:
            person = self._random.choice(PEOPLE)
            chat = body.get("chat") or body.get("message", {}).get("chat", {})
            if chat.get("type") == "private":
                chat["id"] = person
            body["from"]["id"] = person
        if self._random.random() < 0.3 and "from" in body:
            body["from"] |= {"first_name": self._random.choice(NAMES), "language_code": self._random.choice(LANGUAGES)}
        if self._random.random() < 0.1 and "chat" in body:
            body["chat"]["type"] = self._random.choice(("group", "supergroup", "channel", "private", "sender"))

    def _change_words(self, body: dict[str, Any], offered: Mapping[int, Sequence[str]]) -> None:
        if "data" in body:
            body["data"] = self._data(body["message"]["chat"]["id"], offered)
        for field in ("text", "caption"):
            if field in body and self._random.random() < 0.8:
                body[field] = self._words()
                entities = "entities" if field == "text" else "caption_entities"
                body.pop(entities, None)
                if body[field].startswith("/"):
                    length = len(body[field].split(" ")[0])
                    body[entities] = [{"type": "bot_command", "offset": 0, "length": length}]

    def _words(self) -> str:
        words = self._random.choice(HOSTILE)
        if self._random.random() < 0.2:
            words = f"{words} {self._random.choice(HOSTILE)}"
        # Telegram sends no empty texts, and no halves of a character.
        return words[:4096].encode("utf-8", "replace").decode() if words.strip() else "."

    def _data(self, chat: int, offered: Mapping[int, Sequence[str]]) -> str:
        """A button of this chat, of another chat, or one that was never on any keyboard."""
        everywhere = [data for there in offered.values() for data in there]
        here = list(offered.get(chat, ()))
        forged: tuple[Callable[[], str], ...] = (
            lambda: self._random.choice(HOSTILE)[:64],
            lambda: ":".join([self._random.choice(tuple(act._ACTIONS)), *self._random.choices(HOSTILE, k=2)])[:64],
            lambda: self._random.choice(everywhere or ["menu"]).replace(":", "::"),
            lambda: self._random.choice(everywhere or ["menu"]),
        )
        if here and self._random.random() < 0.85:
            # What was tapped least leads to where nobody has been.
            self._random.shuffle(here)
            data = min(here, key=lambda data: self._tapped[data.partition(":")[0]])
            self._tapped[data.partition(":")[0]] += 1
            return data
        return self._random.choice(forged)()

    def _replace_kind(self, raw: dict[str, Any], kind: str) -> None:
        """The same content as another kind of update, or another kind of message."""
        body = raw[kind]
        if kind == "message" and self._random.random() < 0.5:
            raw["edited_message"] = raw.pop("message") | {"edit_date": 1_795_929_999}
            return
        if kind == "message":
            for field in ("text", "entities", "photo", "document", "voice", "video", "sticker", "poll", "contact"):
                body.pop(field, None)
            body.update(deepcopy(self._random.choice(OTHER_CONTENT)))
            return
        if kind == "callback_query":
            choice = self._random.choice(("inline", "game", "inaccessible"))
            if choice == "inaccessible":
                body["message"] = {"chat": body["message"]["chat"], "message_id": 7, "date": 0}
            else:
                body.pop("data")
                body |= {"game_short_name": "x"} if choice == "game" else {"data": "menu", "inline_message_id": "x"}
                if choice == "inline":
                    body.pop("message")

    def _break(self, raw: dict[str, Any]) -> None:
        """Take away, or put something wrong in the place of, any part below the update's id."""
        places = [place for place in _places(raw) if place[1] != "update_id"]
        if not places:
            return
        holder, key = self._random.choice(places)
        action = self._random.random()
        if action < 0.35:
            del holder[key]
        elif action < 0.8:
            holder[key] = deepcopy(self._random.choice(WRONG))
        else:
            holder[key] = self._random.choice(HOSTILE)


OTHER_CONTENT: tuple[dict[str, Any], ...] = (
    {"dice": {"emoji": "🎲", "value": 3}},
    {"venue": {"location": {"latitude": 1.3, "longitude": 103.8}, "title": "<b>", "address": INJECTED}},
    {"location": {"latitude": 90.0, "longitude": -180.0}},
    {"story": {"chat": {"id": 5, "type": "private"}, "id": 3}},
    {"game": {"title": "x", "description": "x", "photo": []}},
    {"animation": {"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1, "duration": 1}},
    {"audio": {"file_id": "x", "file_unique_id": "x", "duration": 1}},
    {"video_note": {"file_id": "x", "file_unique_id": "x", "length": 1, "duration": 1}},
    {"pinned_message": {"chat": {"id": 5, "type": "private"}, "message_id": 3, "date": 0}},
    {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "<b>"}]},
    {"left_chat_member": {"id": 5, "is_bot": True, "first_name": "x"}},
    {"migrate_to_chat_id": -1001234567890},
    {"group_chat_created": True},
    {"web_app_data": {"data": "{{ x }}", "button_text": "<b>"}},
    {"forum_topic_created": {"name": "<b>", "icon_color": 7322096}},
    {"users_shared": {"request_id": 1, "users": [{"user_id": 5}]}},
    {
        "text": "hello",
        "quote": {"text": "<b>", "position": 0},
        "forward_origin": {"type": "hidden_user", "sender_user_name": "<b>", "date": 1},
    },
    {
        "text": "hello",
        "sender_chat": {"id": -1001, "type": "channel", "title": "<b>"},
        "via_bot": {"id": 7, "is_bot": True, "first_name": "x"},
    },
    {"text": "hello", "entities": [{"type": "bot_command", "offset": 0, "length": 500}]},
    {"text": "hello", "entities": [{"type": "text_link", "offset": 1, "length": 2}], "of_the_future": {"x": [1]}},
    {"text": "hello", "entities": [{"type": "of_the_future", "offset": 3, "length": 1, "more": {"x": 1}}]},
)


def _places(part: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key) in a JSON value."""
    if isinstance(part, dict):
        keys: Sequence[Any] = list(part)
    elif isinstance(part, list):
        keys = range(len(part))
    else:
        return []
    return [(part, key) for key in keys] + [place for key in keys for place in _places(part[key])]
