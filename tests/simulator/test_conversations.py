"""Whole conversations between a person and a python-telegram-bot application, over the wire."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.simulator import Simulator

from .conftest import Served

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])


async def greet(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_html("<b>Hello</b>", reply_markup=KEYBOARD)


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.effective_message.reply_text(f"you said {update.effective_message.text}")


async def agree(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    await update.callback_query.answer("noted")
    await update.callback_query.edit_message_text("Agreed")


async def test_a_bot_greets_echoes_and_answers_a_tap(served: Served, simulator: Simulator) -> None:
    application = Application.builder().bot(served.bot()).build()
    application.add_handlers(
        [CommandHandler("start", greet), MessageHandler(filters.TEXT, echo), CallbackQueryHandler(agree)]
    )
    mei = simulator.user("Mei", "zh-hans")
    async with application:
        await application.updater.start_polling(timeout=1)
        await application.start()
        await mei.says("/start")
        greeting = await mei.waits_for_reply("Hello")
        assert greeting.labels == (("Yes",),)
        assert greeting.entities == ({"type": "bold", "offset": 0, "length": 5},)
        tap = await mei.taps("Yes")
        assert (await mei.waits_for_answer(tap))["text"] == "noted"
        edited = await mei.waits_for_reply("Agreed")
        assert edited.id == greeting.id
        assert edited.edited is not None
        await mei.says("再见")
        await mei.waits_for(lambda messages: messages[-1].text == "you said 再见")
        await application.updater.stop()
        await application.stop()
