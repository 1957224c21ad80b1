"""Texts are cut as Telegram counts them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.support.fitting import fit


@given(st.text(max_size=60), st.integers(0, 60))
def test_what_is_kept_fits_and_is_how_the_text_begins(text: str, limit: int) -> None:
    kept = fit(text, limit)
    assert len(kept.encode("utf-16-le")) <= limit * 2
    assert text.startswith(kept)


def test_an_emoji_counts_as_two_and_is_not_cut_in_half() -> None:
    assert fit("ab😀", 4) == "ab😀"
    assert fit("ab😀", 3) == "ab"
