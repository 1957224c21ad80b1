"""HTML as TDLib reads it. The errors are those of TDLib's own tests (test/message_entities.cpp)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.entities import Entity, FormattedText, MarkupError, detect, parse_html, tidy, utf16_length

INVALID = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        ("&#57311;", INVALID),
        ("&#xDFDF", INVALID),
        ("🏟 🏟&lt;<abacaba", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<abac aba>", 'Unsupported start tag "abac" at byte offset 13'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_broken_markup_is_refused_in_tdlibs_words(markup: str, error: str) -> None:
    with pytest.raises(MarkupError) as refused:
        parse_html(markup)
    assert str(refused.value) == error


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("➡️ &ge;&lt;&gt;&amp;&quot;", '➡️ &ge;<>&"', ()),
        ("<b>b</b>", "b", (Entity("bold", 0, 1),)),
        ("😀<strong>b</strong>", "😀b", (Entity("bold", 2, 1),)),
        ("<em>i</em><ins>u</ins>", "iu", (Entity("italic", 0, 1), Entity("underline", 1, 1))),
        ("<b>a<i>b</i></b>", "ab", (Entity("italic", 1, 1), Entity("bold", 0, 2))),
        ('<a href="https://x.com/?a=1&amp;b">x</a>', "x", (Entity("text_link", 0, 1, url="https://x.com/?a=1&b"),)),
        ('<a href="tel:+65">x</a>', "x", ()),
        ('<span class="tg-spoiler">s</span>', "s", (Entity("spoiler", 0, 1),)),
        ("<blockquote expandable>q</blockquote>", "q", (Entity("expandable_blockquote", 0, 1),)),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            (Entity("pre", 0, 1, language="python"),),
        ),
        ("<b></b>", "", ()),
    ],
)
def test_markup_becomes_text_and_entities(markup: str, text: str, entities: tuple[Entity, ...]) -> None:
    assert parse_html(markup) == FormattedText(text, entities)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start ref_1", [("bot_command", "/start")]),
        ("go to /fees@guide_bot or 1/2", [("bot_command", "/fees@guide_bot")]),
        ("write to a.b@worldfirst.com.", [("email", "a.b@worldfirst.com")]),
        ("see https://www.1688.com/x?y, @mei", [("url", "https://www.1688.com/x?y"), ("mention", "@mei")]),
        ("buy on 1688.com", [("url", "1688.com")]),
        ("call +65 6123 4567 now", [("phone_number", "+65 6123 4567")]),
        ("RMB 1,000.00 and 0.8 %", []),
    ],
)
def test_commands_and_addresses_are_found(text: str, found: list[tuple[str, str]]) -> None:
    entities = detect(FormattedText(text)).entities
    assert [(e.type, text[e.offset : e.end]) for e in entities] == found


def test_blanks_around_go_and_entities_move_along() -> None:
    assert tidy(parse_html("  <b> a </b> ")) == FormattedText("a", (Entity("bold", 0, 1),))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>").text == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_entities_lie_within_their_text(text: str) -> None:
    formatted = detect(tidy(FormattedText(text, (Entity("bold", 0, utf16_length(text)),))))
    assert all(0 <= e.offset < e.end <= utf16_length(formatted.text) for e in formatted.entities)
