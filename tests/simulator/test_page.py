"""The page in a real browser: what people see, tap and type, and what reaches the bot."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, ViewportSize, async_playwright, expect
from telegram import (
    Bot,
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from bot.simulator import Simulator, User, serve
from bot.simulator.people import PIXEL as PIXEL_FILE

from .conftest import Served

pytestmark = pytest.mark.asyncio(loop_scope="module")
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser(chromium: dict[str, Any]) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def served() -> AsyncIterator[Served]:
    simulator = Simulator()
    async with serve(simulator) as url:
        yield Served(simulator, url)


@pytest_asyncio.fixture(loop_scope="module")
async def bot(served: Served) -> AsyncIterator[Bot]:
    async with served.bot() as bot:
        yield bot


@pytest.fixture
def mei(served: Served) -> User:
    return served.simulator.user("Mei", "zh-hans")


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser, served: Served, mei: User) -> AsyncIterator[Page]:
    """A phone in Mei's hand."""
    context = await browser.new_context(viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page = await context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    await page.goto(served.url)
    yield page
    await context.close()
    assert mistakes == []


async def test_the_first_contact_is_a_description_and_a_start_button(
    served: Served, bot: Bot, page: Page, mei: User
) -> None:
    await bot.set_my_description("I help you buy on 1688.com")
    await expect(page.locator("[data-role=description]")).to_contain_text("I help you buy on 1688.com")
    await page.get_by_role("button", name="START", exact=True).click()
    await expect(page.locator(".bubble.mine [data-role=text]")).to_have_text("/start")
    assert [message.text for message in mei.sees] == ["/start"]
    assert [update.kind for update in served.simulator.updates.pending] == ["message"]


async def test_a_message_is_typed_with_enter_and_a_line_with_shift(page: Page, mei: User) -> None:
    await mei.says("/start")
    field = page.get_by_label("Message", exact=True)
    await field.fill("one")
    await field.press("Shift+Enter")
    await field.press_sequentially("two")
    await field.press("Enter")
    await expect(page.locator(".bubble.mine [data-role=text]").last).to_have_text("one\ntwo")
    assert mei.sees[-1].text == "one\ntwo"


async def test_formatting_is_shown(bot: Bot, page: Page, mei: User) -> None:
    await mei.says("/start")
    await bot.send_message(
        mei.id,
        "<b>粗体 <i>both</i></b> <code>x</code> <tg-spoiler>secret</tg-spoiler> 😀 <u>after</u>"
        '<blockquote expandable>long</blockquote><a href="https://1688.com/">link</a> &lt;b&gt;',
        parse_mode="HTML",
    )
    text = page.locator(".theirs [data-role=text]")
    await expect(text.locator("b i")).to_have_text("both")
    await expect(text.locator("u")).to_have_text("after")
    await expect(text.locator("a[href='https://1688.com/']")).to_have_text("link")
    await expect(text).to_contain_text("<b>")
    await text.locator(".spoiler").click()
    await expect(text.locator(".spoiler")).to_have_class("spoiler revealed")
    await text.locator("blockquote").click()
    await expect(text.locator("blockquote")).to_have_attribute("aria-expanded", "true")


async def test_buttons_tap_copy_and_answer(served: Served, bot: Bot, page: Page, mei: User) -> None:
    await mei.says("/start")
    row = [
        InlineKeyboardButton("复制", copy_text=CopyTextButton("支付宝账户管理")),
        InlineKeyboardButton("Go", callback_data="go"),
    ]
    sent = await bot.send_message(mei.id, "Choose", reply_markup=InlineKeyboardMarkup([row]))
    await page.get_by_role("button", name="复制").click()
    await expect(page.locator("[data-role=toast]")).to_have_text("Copied")
    assert await page.evaluate("navigator.clipboard.readText()") == "支付宝账户管理"
    served.simulator.updates.drop_pending()
    await page.get_by_role("button", name="Go").click()
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "go"
    await update.callback_query.answer("Read this", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("Read this")
    await page.get_by_role("button", name="OK").click()
    await sent.edit_text("Chosen")
    await expect(page.locator(f"[data-message='{sent.message_id}'] [data-role=edited]")).to_be_visible()
    await expect(page.get_by_role("button", name="Go")).to_have_count(0)
    await sent.delete()
    await expect(page.locator(f"[data-message='{sent.message_id}']")).to_have_count(0)


async def test_no_letter_of_a_button_is_cut_off_below(bot: Bot, page: Page, mei: User) -> None:
    await mei.says("/start")
    row = [InlineKeyboardButton("Tiếng Việt, gạỹ", callback_data="vi")]
    await bot.send_message(mei.id, "Choose", reply_markup=InlineKeyboardMarkup([row]))
    label = page.locator(".row button span")
    await expect(label).to_be_visible()
    spare = await label.evaluate(
        "it => { const letters = new Range(); letters.selectNodeContents(it.lastChild);"
        " return it.getBoundingClientRect().bottom - letters.getBoundingClientRect().bottom; }"
    )
    assert spare >= 0


async def test_the_bot_is_seen_typing(bot: Bot, page: Page, mei: User) -> None:
    await mei.says("/start")
    await expect(page.locator(".bubble.mine")).to_be_visible()
    await bot.send_chat_action(mei.id, "typing")
    await expect(page.locator("[data-role=status]")).to_have_text("typing…")
    await bot.send_message(mei.id, "Hello")
    await expect(page.locator("[data-role=status]")).to_have_text("bot")


async def test_commands_are_offered_in_the_users_language(bot: Bot, page: Page, mei: User) -> None:
    await mei.says("/start")
    await bot.set_my_commands([BotCommand("help", "Help"), BotCommand("start", "Again")])
    await bot.set_my_commands([BotCommand("help", "帮助"), BotCommand("start", "重新开始")], language_code="zh")
    await expect(page.locator(".bubble.mine")).to_be_visible()
    await page.wait_for_function("fetch('/api/state').then(r => r.json()).then(s => s.users[0].commands.length === 2)")
    await page.get_by_label("Message", exact=True).press_sequentially("/h")
    await expect(page.get_by_role("option")).to_contain_text("帮助")
    await page.get_by_role("option").click()
    await expect(page.locator(".bubble.mine [data-role=text]").last).to_have_text("/help")


async def test_an_answer_is_offered_by_the_bots_name_and_picked(
    served: Served, bot: Bot, page: Page, mei: User
) -> None:
    await mei.says("/start")
    served.simulator.updates.drop_pending()
    await page.get_by_label("Message", exact=True).press_sequentially("@guide_demo_bot fees")
    updates = served.simulator.updates

    def asked() -> str | None:
        return next((update.body["id"] for update in updates.pending if update.body["query"] == "fees"), None)

    query = await updates.arrived.until(asked, 20)
    way = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://t.me/guide_demo_bot?start=fees-card")]])
    fees = InlineQueryResultArticle("1", "The fees", InputTextMessageContent("<b>1.0 %</b>", "HTML"), reply_markup=way)
    button = InlineQueryResultsButton("Ask", start_parameter="menu")
    await bot.answer_inline_query(query, [fees], button=button)
    await expect(page.locator("[data-role=inline-chat]")).to_have_text("Ask")
    await page.locator("[data-role=inline-result]").click()
    await expect(page.locator(".mine [data-role=text] b")).to_have_text("1.0 %")
    await expect(page.locator(".mine .forwarded")).to_have_text("via @guide_demo_bot")
    await expect(page.locator("[data-role=inline]")).to_be_hidden()
    await expect(page.get_by_label("Message", exact=True)).to_have_value("")
    await page.locator(".mine [data-kind=link]").click()
    await expect(page.locator(".mine [data-role=text]").last).to_have_text("/start fees-card")


async def test_files_and_places_are_attached(served: Served, page: Page, mei: User, tmp_path: Path) -> None:
    await mei.says("/start")
    (tmp_path / "receipt.png").write_bytes(PIXEL_FILE)
    await page.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as choosing:
        await page.get_by_role("menuitem", name="Photo").click()
    await (await choosing.value).set_files(tmp_path / "receipt.png")
    await expect(page.locator("img.photo")).to_be_visible()
    await page.get_by_role("button", name="Attach").click()
    await page.get_by_role("menuitem", name="Location").click()
    await expect(page.locator(".map")).to_be_visible()
    assert [update.kind for update in served.simulator.updates.pending] == ["message"] * 3


async def test_an_own_message_is_edited(page: Page, mei: User) -> None:
    message = await mei.says("helo")
    await page.locator(f"[data-message='{message.id}'] .body").click(button="right")
    await page.get_by_role("menuitem", name="Edit").click()
    field = page.get_by_label("Message", exact=True)
    await expect(field).to_have_value("helo")
    await field.fill("hello")
    await field.press("Enter")
    await expect(page.locator(f"[data-message='{message.id}'] [data-role=text]")).to_have_text("hello")
    assert mei.sees[-1].edited is not None


async def test_the_controls_set_language_clock_and_block(served: Served, page: Page, mei: User) -> None:
    await mei.says("/start")
    await page.locator("[data-role=gear]").click()
    await page.locator("[data-control=language]").select_option("th")
    await page.get_by_role("button", name="Sat 22:00 Jakarta").click()
    await expect(page.locator("[data-role=clock]")).to_contain_text("Sat")
    await expect(page.locator("[data-role=clock]")).to_contain_text("22:00")
    now = served.simulator.clock.now()
    assert (now.weekday(), now.hour) == (5, 15)
    assert mei.person.language_code == "th"
    await page.locator("[data-fault=next]").click()
    await expect(page.locator("[data-role=faults] li")).to_have_text("502 from Telegram: any method, next 1")
    await page.locator("[data-control=block]").click()
    await expect(page.locator("[data-control=block]")).to_have_text("Unblock")
    await page.get_by_role("button", name="Close the controls").click()
    await page.get_by_role("button", name="Unblock the bot").click()
    await expect(page.get_by_label("Message", exact=True)).to_be_visible()
    assert [update.kind for update in served.simulator.updates.pending] == [
        "message",
        "my_chat_member",
        "my_chat_member",
    ]


@pytest.mark.parametrize("width", [320, 390])
async def test_on_a_phone_no_tab_lies_over_a_control(browser: Browser, served: Served, mei: User, width: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": 844})
    page = await context.new_page()
    await page.goto(served.url)
    await page.locator("[data-role=gear]").click()
    close, last_tab = page.get_by_role("button", name="Close the controls"), page.get_by_role("tab", name="Mailbox")
    await close.click(trial=True)
    await last_tab.click(trial=True)
    button, tab = await close.bounding_box(), await last_tab.bounding_box()
    assert button is not None
    assert tab is not None
    assert tab["y"] + tab["height"] <= button["y"]
    await context.close()


async def test_the_history_outlives_a_reload(bot: Bot, page: Page, mei: User) -> None:
    await mei.says("/start")
    await bot.send_message(mei.id, "Hello")
    await page.reload()
    await expect(page.locator(".bubble.theirs")).to_contain_text("Hello")


async def test_the_page_comes_back_after_a_restart_with_the_same_user(page: Page, browser: Browser) -> None:
    first, context = Simulator(), await browser.new_context(viewport=PHONE)
    async with serve(first) as url:
        page = await context.new_page()
        await page.goto(url)
        await page.get_by_role("button", name="START", exact=True).click()
        await expect(page.locator(".bubble.mine")).to_be_visible()
        (person,) = first.world.people.values()
    second = Simulator()
    async with serve(second, port=int(url.rpartition(":")[2])):
        await expect(page.get_by_role("button", name="START", exact=True)).to_be_visible(timeout=15_000)
        await page.get_by_role("button", name="START", exact=True).click()
        await expect(page.locator(".bubble.mine")).to_be_visible()
        assert list(second.world.people) == [person.id]
        await context.close()


async def test_on_a_desktop_each_user_has_a_phone(browser: Browser, served: Served, bot: Bot, mei: User) -> None:
    context = await browser.new_context(viewport=DESKTOP)
    page = await context.new_page()
    await page.goto(served.url)
    await page.get_by_label("Name of the new user").fill("Somchai")
    await page.get_by_label("Language of the new user").select_option("th")
    await page.get_by_role("button", name="Add user").click()
    await expect(page.get_by_label("Phone of Somchai")).to_be_visible()
    somchai = next(person for person in served.simulator.world.people.values() if person.first_name == "Somchai")
    await mei.says("/start")
    await served.simulator.member(somchai.id, somchai.id).says("สวัสดี")
    await bot.send_message(somchai.id, "สวัสดีค่ะ")
    phone = page.get_by_label("Phone of Somchai")
    await expect(phone.locator(".theirs .body")).to_have_attribute("lang", "th")
    await expect(page.get_by_label("Phone of Mei").locator(".bubble")).to_have_count(1)
    await context.close()


async def test_staff_answer_in_a_topic(browser: Browser, served: Served, bot: Bot) -> None:
    context = await browser.new_context(viewport=DESKTOP)
    page = await context.new_page()
    await page.goto(served.url)
    await page.get_by_role("tab", name="Staff desk").click()
    await page.get_by_role("button", name="Open a staff desk").click()
    await expect(page.get_by_role("heading", name="Support desk")).to_be_visible()
    forum = next(chat for chat in served.simulator.world.chats.values() if chat.is_forum)
    topic = await bot.create_forum_topic(forum.id, "A-1042")
    await bot.send_message(forum.id, "A new ticket", message_thread_id=topic.message_thread_id)
    await page.get_by_role("button", name="A-1042").click()
    desk = page.locator("[data-pane=staff]")
    await expect(desk.locator(".theirs")).to_contain_text("A new ticket")
    await desk.get_by_label("Message", exact=True).fill("On it")
    await desk.get_by_label("Message", exact=True).press("Enter")
    await expect(desk.locator(".mine")).to_contain_text("On it")
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.message_thread_id == topic.message_thread_id
    await context.close()
