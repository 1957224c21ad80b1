"""What the Bot API's methods do when they succeed, as python-telegram-bot reads their results."""

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineQueryResultArticle,
    InputTextMessageContent,
    ReactionTypeEmoji,
)

from bot.simulator import Simulator, User
from bot.simulator.people import PIXEL

from .conftest import TOKEN


async def test_the_bot_has_the_id_of_its_token(bot: Bot) -> None:
    assert bot.id == int(TOKEN.partition(":")[0])
    assert (await bot.get_me()).username == "guide_demo_bot"


async def test_files_go_up_come_down_and_are_sent_again(bot: Bot, mei: User) -> None:
    sent = await bot.send_photo(mei.id, PIXEL, caption="<b>One</b> dot", parse_mode="HTML")
    assert (sent.photo[0].width, sent.photo[0].height) == (1, 1)
    assert sent.caption == "One dot"
    file = await bot.get_file(sent.photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == PIXEL
    again = await bot.send_photo(mei.id, sent.photo[0].file_id)
    assert again.photo[0].file_unique_id == sent.photo[0].file_unique_id


async def test_binary_files_arrive_byte_for_byte(bot: Bot, mei: User) -> None:
    data = bytes(range(256)) + b"\r\n--boundary\r\n\r\n"
    sent = await bot.send_document(mei.id, data, filename="发票.bin")
    assert sent.document is not None
    assert sent.document.file_name == "发票.bin"
    assert bytes(await (await bot.get_file(sent.document.file_id)).download_as_bytearray()) == data


async def test_every_kind_of_message_is_sent(bot: Bot, mei: User) -> None:
    assert (await bot.send_voice(mei.id, b"OggS")).voice
    assert (await bot.send_video(mei.id, b"video")).video
    assert (await bot.send_sticker(mei.id, b"RIFF0000WEBP")).sticker
    assert (await bot.send_location(mei.id, 1.28, 103.85)).location
    contact = (await bot.send_contact(mei.id, "+6561234567", "Support")).contact
    assert contact is not None
    assert contact.phone_number == "+6561234567"
    assert await bot.send_chat_action(mei.id, "typing")


async def test_every_kind_of_message_is_received(bot: Bot, mei: User) -> None:
    await mei.sends_photo(caption="receipt")
    await mei.sends_document(b"%PDF", name="invoice.pdf")
    await mei.sends_voice()
    await mei.sends_video()
    await mei.sends_sticker("🙏")
    await mei.sends_location()
    await mei.sends_contact()
    await mei.sends_poll()
    got = [update.message for update in await bot.get_updates()]
    assert got[0].caption == "receipt"
    assert got[1].document.mime_type == "application/pdf"
    assert all((got[2].voice, got[3].video, got[5].location, got[6].contact, got[7].poll))
    assert got[4].sticker.emoji == "🙏"


async def test_copying_and_forwarding(bot: Bot, mei: User) -> None:
    sent = await bot.send_message(mei.id, "<b>Hello</b>", parse_mode="HTML")
    copied = await sent.copy(mei.id)
    forwarded = await sent.forward(mei.id)
    assert mei.sees[-2].id == copied.message_id
    assert mei.sees[-2].entities == mei.sees[-1].entities
    assert forwarded.forward_origin is not None
    assert forwarded.text == "Hello"


async def test_pins_reactions_and_chats(bot: Bot, mei: User) -> None:
    sent = await bot.send_message(mei.id, "pin me")
    await sent.pin()
    await bot.set_message_reaction(mei.id, mei.sees[0].id, [ReactionTypeEmoji("👍")])
    chat = await bot.get_chat(mei.id)
    assert chat.pinned_message is not None
    assert chat.pinned_message.text == "pin me"
    assert mei.sees[0].reactions == ("👍",)


async def test_commands_by_scope_and_language(bot: Bot, simulator: Simulator, mei: User) -> None:
    await bot.set_my_commands([BotCommand("start", "Start")])
    await bot.set_my_commands([BotCommand("start", "Simulan")], language_code="tl")
    await bot.set_my_commands([BotCommand("mine", "Mine")], scope=BotCommandScopeChat(mei.id))
    profile, jose = simulator.account.profile, simulator.user("Jose", "fil")
    assert profile.commands_for(mei.chat, mei.id, "zh-hans") == [{"command": "mine", "description": "Mine"}]
    assert profile.commands_for(jose.chat, jose.id, "fil") == [{"command": "start", "description": "Simulan"}]
    assert (await bot.get_my_commands(language_code="tl"))[0].description == "Simulan"
    assert await bot.get_my_commands(language_code="th") == ()
    await bot.delete_my_commands(scope=BotCommandScopeChat(mei.id))
    assert profile.commands_for(mei.chat, mei.id, "zh-hans") == [{"command": "start", "description": "Start"}]


async def test_texts_about_the_bot_fall_back_to_those_of_no_language(bot: Bot) -> None:
    await bot.set_my_description("I help.")
    await bot.set_my_description("ฉันช่วย", language_code="th")
    await bot.set_my_short_description("Help")
    await bot.set_my_name("Guide")
    assert (await bot.get_my_description("th")).description == "ฉันช่วย"
    assert (await bot.get_my_description("vi")).description == "I help."
    assert (await bot.get_my_short_description()).short_description == "Help"
    assert (await bot.get_my_name("vi")).name == "Guide"


async def test_an_inline_query_is_answered(bot: Bot, mei: User) -> None:
    query = await mei.asks_inline("fees")
    await bot.answer_inline_query(query.id, [InlineQueryResultArticle("1", "Fees", InputTextMessageContent("1.0 %"))])
    assert (await mei.waits_for_answer(query))["results"][0]["title"] == "Fees"
