"""An index is loaded as it was saved, or made again: one that is stale, cut off or altered is never trusted."""

import shutil
from pathlib import Path

import pytest

from bot.knowledge import ContentError
from bot.matching import build
from bot.matching.index import load_index, save_index
from bot.matching.matcher import Matcher, load_matcher


@pytest.fixture
def saved(matcher: Matcher, tmp_path: Path) -> Path:
    file = tmp_path / "one.index"
    save_index(matcher.index, matcher.readers, file)
    return file


def test_a_saved_index_reads_the_same(matcher: Matcher, saved: Path) -> None:
    kept = load_index(saved)
    assert kept is not None
    loaded, readers = kept
    found = matcher.readers.utterance.read("card fee?")[1]
    assert readers.utterance.read("card fee?")[1] == found
    assert readers.signals.read("ja") is matcher.readers.signals.read("ja")
    assert readers.splitter.split("card fee? which banks?") == matcher.readers.splitter.split("card fee? which banks?")
    first, second = matcher.index.witnesses.hear(found), loaded.witnesses.hear(found)
    assert first.candidates == second.candidates
    assert (first.signals == second.signals).all()
    assert loaded.witnesses.intents == matcher.index.witnesses.intents


@pytest.mark.parametrize("at", [0, 40, 200, 5000, -1])
def test_a_flipped_byte_is_noticed(saved: Path, at: int) -> None:
    data = bytearray(saved.read_bytes())
    data[at] ^= 0x40
    saved.write_bytes(data)
    assert load_index(saved) is None


@pytest.mark.parametrize("kept", [0, 10, 32, 1000, 20000])
def test_a_truncated_index_is_noticed(saved: Path, kept: int) -> None:
    saved.write_bytes(saved.read_bytes()[:kept])
    assert load_index(saved) is None


def test_no_file_is_no_index(tmp_path: Path) -> None:
    assert load_index(tmp_path / "none.index") is None


def test_only_the_newest_index_is_kept(matcher: Matcher, saved: Path) -> None:
    save_index(matcher.index, matcher.readers, saved.with_name("two.index"))
    assert [file.name for file in saved.parent.iterdir()] == ["two.index"]


def test_what_cannot_be_written_is_no_error(matcher: Matcher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    save_index(matcher.index, matcher.readers, tmp_path / "file" / "one.index")


def test_an_index_is_built_once(
    small_knowledge: Path, small_cache: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "build_index", None)  # a second build would raise
    assert load_matcher(small_knowledge, small_cache).index.witnesses.intents == matcher.index.witnesses.intents


def test_changed_examples_make_another_index(small_knowledge: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small_knowledge, tmp_path / "knowledge")
    steps: list[str] = []
    load_matcher(folder, tmp_path / "cache")
    file = folder / "intents" / "en" / "all.yaml"
    file.write_text(file.read_text(encoding="utf-8") + '  - "sing a song"\n', encoding="utf-8")
    load_matcher(folder, tmp_path / "cache", progress=lambda what, _, __: steps.append(what))
    assert set(steps) == {"reading the examples", "learning", "fitting the confidence"}


def test_a_mistake_in_the_examples_names_file_and_line(small_knowledge: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(small_knowledge, tmp_path / "knowledge")
    (folder / "intents" / "en" / "more.yaml").write_text('fees.crad:\n  - "visa"\n', encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_matcher(folder, tmp_path / "cache")
    assert "knowledge/intents/en/more.yaml:1: no intent 'fees.crad'; did you mean 'fees.card'?" in str(caught.value)


def test_new_words_of_an_answer_leave_the_index_as_it_is(
    small_knowledge: Path, tmp_path: Path, small_cache: Path, matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(small_knowledge, tmp_path / "knowledge")
    file = folder / "intents" / "fees.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("costs", "comes to"), encoding="utf-8")
    assert file.read_bytes() != (small_knowledge / "intents" / "fees.yaml").read_bytes()
    monkeypatch.setattr(build, "build_index", None)  # a second build would raise
    assert load_matcher(folder, small_cache).index.witnesses.intents == matcher.index.witnesses.intents


def test_a_new_intent_makes_another_index(small_knowledge: Path, tmp_path: Path, small_cache: Path) -> None:
    folder = shutil.copytree(small_knowledge, tmp_path / "knowledge")
    cache = shutil.copytree(small_cache, tmp_path / "cache")
    (folder / "intents" / "more.yaml").write_text('fees.gift:\n  question: "Gifts?"\n', encoding="utf-8")
    steps: list[str] = []
    load_matcher(folder, cache, progress=lambda what, _, __: steps.append(what))
    assert "learning" in steps
