"""What does a text say once its markup is read? HTML in, plain text and entities out, refused in Telegram's words.

Follows TDLib's `parse_html` and `find_entities` (td/telegram/MessageEntity.cpp): offsets of entities count UTF-16 code
units, offsets in errors count bytes of the UTF-8 text as it was sent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
HIGHEST_CODE = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
SPACE = " \t\r\n\0\v\f"

FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|(?<![\w@./])(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|cn|me|io|sg)(?![\w.-]*@)\b(?:/[^\s<>\"]*[^\s<>\".,;:!?)\]])?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@/.])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<hashtag>(?<![\w#&])#\w*[^\W\d]\w*)"
    r"|(?P<phone_number>(?<![\w+])\+\d[\d \-()]{6,18}\d\b)",
    re.IGNORECASE,
)


class MarkupError(ValueError):
    """The markup cannot be read; the text is what Telegram says after "can't parse entities: "."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning; `offset` and `length` count UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None
    custom_emoji_id: str | None = None

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        extra = {"url": self.url, "language": self.language, "custom_emoji_id": self.custom_emoji_id}
        return {"type": self.type, "offset": self.offset, "length": self.length} | {k: v for k, v in extra.items() if v}


@dataclass(frozen=True, slots=True)
class FormattedText:
    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(markup: str) -> FormattedText:
    return _Html(markup.encode("utf-8", "surrogatepass")).parse()


def tidy(formatted: FormattedText) -> FormattedText:
    """As Telegram's server stores it: no control characters, no blanks around, entities inside the text and sorted."""
    text = "".join(" " if _is_control(character) else character for character in formatted.text)
    text = text.replace("\r", "")
    lead = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    end = utf16_length(text)
    kept = []
    for entity in formatted.entities:
        first, last = max(entity.offset - lead, 0), min(entity.end - lead, end)
        if first < last:
            kept.append(replace(entity, offset=first, length=last - first))
    return FormattedText(text, tuple(sorted(kept, key=lambda e: (e.offset, -e.length))))


def detect(formatted: FormattedText) -> FormattedText:
    """Add what Telegram finds by itself: commands, mentions, addresses, e-mails, hashtags, phone numbers."""
    closed = [e for e in formatted.entities if e.type in {"code", "pre", "text_link", "custom_emoji"}]
    found = [e for e in _find(formatted.text) if not any(e.offset < c.end and c.offset < e.end for c in closed)]
    entities = sorted((*formatted.entities, *found), key=lambda e: (e.offset, -e.length))
    return FormattedText(formatted.text, tuple(entities))


def from_json(text: str, entities: Sequence[dict[str, Any]]) -> FormattedText:
    known = [
        Entity(
            str(e["type"]),
            int(e["offset"]),
            int(e["length"]),
            e.get("url"),
            e.get("language"),
            e.get("custom_emoji_id"),
        )
        for e in entities
    ]
    return FormattedText(text, tuple(known))


def _find(text: str) -> Iterator[Entity]:
    for match in FOUND.finditer(text):
        yield Entity(str(match.lastgroup), utf16_length(text[: match.start()]), utf16_length(match.group()))


def _is_control(character: str) -> bool:
    """What `clean_input_string` of TDLib blanks: C0 but for the newline, and the carriage return, which it drops."""
    return character < " " and character not in "\n\r"


@dataclass(slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    at: int  # characters of the text before it


class _Html:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> FormattedText:
        while self.at < len(self.source):
            match self.source[self.at : self.at + 1]:
                case b"<" if self.source[self.at + 1 : self.at + 2] == b"/":
                    self._end_tag()
                case b"<":
                    self._start_tag()
                case _:
                    self._append(self._character())
        if self.open:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return FormattedText("".join(self.text), tuple(self.entities))

    def _peek(self) -> str:
        """The byte at hand as a character, or the empty string at the end."""
        return self.source[self.at : self.at + 1].decode("latin-1")

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self.at += 1

    def _append(self, character: str) -> None:
        self.text.append(character)
        self.offset += 2 if character > "\uffff" else 1

    def _character(self) -> str:
        """Take one character: a reference such as `&lt;` or `&#160;`, or a plain one."""
        reference = re.compile(rb"&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([a-z]+));?").match(self.source, self.at)
        if reference and (character := self._dereference(reference)):
            self.at = reference.end()
            return character
        one = re.compile(rb".[\x80-\xbf]*", re.DOTALL).match(self.source, self.at)
        assert one is not None  # noqa: S101 - called before the end only
        self.at = one.end()
        return one[0].decode("utf-8", "surrogatepass")

    @staticmethod
    def _dereference(reference: re.Match[bytes]) -> str:
        if reference[3]:
            return NAMED.get(reference[3].decode(), "")
        code = int(reference[1], 16) if reference[1] else int(reference[2])
        if code in SURROGATES:
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return chr(code) if 0 < code <= HIGHEST_CODE else ""

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        while self._peek() and self._peek() not in SPACE + ">":
            self.at += 1
        if not self._peek():
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        tag = self.source[begin + 1 : self.at].decode("utf-8", "replace").lower()
        if tag not in TAGS:
            raise MarkupError(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while True:
            self._skip_space()
            if self._peek() == ">":
                break
            argument = self._attribute(tag, begin) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, argument, self.offset, len(self.text)))

    def _attribute(self, tag: str, begin: int) -> str:
        """Take one attribute; what it says to this tag, or the empty string."""
        start = self.at
        while self._peek() and self._peek() not in SPACE + "=>/\"'":
            self.at += 1
        name = self.source[start : self.at].decode("utf-8", "replace")
        if not name:
            if not self._peek():
                raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            raise MarkupError(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._peek() != "=":
            if not self._peek():
                raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
            return "expandable" if (tag, name) == ("blockquote", "expandable") else ""
        self.at += 1
        self._skip_space()
        if not self._peek():
            raise MarkupError(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._value()
        if not self._peek():
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        return _meaning(tag, name, value)

    def _value(self) -> str:
        start = self.at
        if (quote := self._peek()) not in {"'", '"'}:
            while re.match(r"[A-Za-z0-9.-]", self._peek()):
                self.at += 1
            if self._peek() not in SPACE + ">":
                raise MarkupError(f"Unexpected end of name token at byte offset {start}")
            return self.source[start : self.at].decode().lower()
        self.at += 1
        value = ""
        while self._peek() and self._peek() != quote:
            value += self._character()
        self.at += 1 if self._peek() else 0
        return value

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        start = self.at
        while self._peek() and self._peek() not in SPACE + ">":
            self.at += 1
        found = self.source[start : self.at].decode("utf-8", "replace")
        self._skip_space()
        if self._peek() != ">":
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open[-1]
        if found and found != opened.tag:
            raise MarkupError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{found}>"'
            )
        self.open.pop()
        if self.offset > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity = Entity(TAGS[opened.tag], opened.offset, self.offset - opened.offset)
        match opened.tag:
            case "a":
                url = opened.argument or "".join(self.text[opened.at :])
                if not re.match(r"(https?|tg|ton)://|[\w-]+(\.[\w-]+)+(/|$)", url, re.IGNORECASE):
                    return  # the text stays and the link goes, as with tel: and mailto:
                entity = replace(entity, url=url if "://" in url else f"http://{url}")
            case "code" if opened.argument:
                entity = replace(entity, language=opened.argument)  # a name for the <pre> around, dropped without one
            case "pre" if (
                self.entities
                and (inner := self.entities[-1]).type == "code"
                and (inner.offset == entity.offset and inner.length == entity.length)
            ):
                self.entities.pop()
                entity = replace(entity, language=inner.language)
            case "tg-emoji":
                entity = replace(entity, custom_emoji_id=opened.argument)
            case "blockquote" if opened.argument:
                entity = replace(entity, type="expandable_blockquote")
            case _:
                pass
        self.entities.append(entity)


def _meaning(tag: str, name: str, value: str) -> str:
    match tag, name:
        case "a", "href":
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "tg-emoji", "emoji-id":
            return value
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""
