"""The pages in a real browser, opened from the folder: search, the way between languages, and paper."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect, sync_playwright


@pytest.fixture(scope="module")
def page(chromium: dict[str, Any]) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        yield browser.new_page(viewport={"width": 390, "height": 844})
        browser.close()


def test_a_search_leaves_only_what_has_all_words(page: Page, site: Path) -> None:
    page.goto((site / "en.html").as_uri())
    page.get_by_role("searchbox").fill("FEE card")
    expect(page.locator("#intent-fees\\.card")).to_be_visible()
    expect(page.locator("#step-alipay\\.register")).to_be_hidden()
    expect(page.locator("#part-shipping")).to_be_hidden()
    expect(page.locator(".nothing")).to_be_hidden()
    page.get_by_role("searchbox").fill("zebra")
    expect(page.locator(".nothing")).to_be_visible()


def test_accents_need_not_be_typed(page: Page, site: Path) -> None:
    page.goto((site / "vi.html").as_uri())
    page.get_by_role("searchbox").fill("phi the")
    expect(page.locator("#intent-fees\\.card")).to_be_visible()


def test_thai_is_found_by_its_words(page: Page, site: Path) -> None:
    page.goto((site / "th.html").as_uri())
    page.get_by_role("searchbox").fill("ค่าธรรมเนียม")
    expect(page.locator("#intent-fees\\.overview")).to_be_visible()
    expect(page.locator("#reply-languages")).to_be_hidden()


def test_a_link_to_what_the_search_hides_shows_it(page: Page, site: Path) -> None:
    page.goto((site / "en.html").as_uri())
    page.get_by_role("searchbox").fill("fees.cheapest")
    page.locator("#intent-fees\\.cheapest .row a", has_text="Payment method").first.click()
    expect(page.locator("#step-pay\\.method")).to_be_in_viewport()
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_another_language_opens_at_the_same_entry(page: Page, site: Path) -> None:
    page.goto((site / "en.html").as_uri() + "#intent-fees.card")
    page.get_by_role("navigation", name="Languages").get_by_role("link", name="ไทย").click()
    page.wait_for_url("**/th.html#*")
    expect(page.locator("#intent-fees\\.card")).to_be_in_viewport()


@pytest.mark.parametrize("name", ["index", "facts", "th", "zh", "en"])
def test_no_page_is_wider_than_a_phone(page: Page, site: Path, name: str) -> None:
    page.goto((site / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 390
