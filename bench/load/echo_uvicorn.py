"""The echo behind another web server: Starlette and uvicorn, as python-telegram-bot's `customwebhookbot` has it.

It finds the faster event loop and parser in C that the bot brings along, which are no part of python-telegram-bot.
"""

import asyncio
import os

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bench.load.echo import echo


async def main() -> None:
    token, api = os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_URL"]
    application = Application.builder().token(token).base_url(f"{api}/bot").updater(None).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))

    async def receive(request: Request) -> Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return Response()

    app = Starlette(routes=[Route("/telegram", receive, methods=["POST"])])
    config = uvicorn.Config(app, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning")
    async with application:
        await application.bot.set_webhook(f"{os.environ['WEBHOOK_URL']}/telegram", allowed_updates=Update.ALL_TYPES)
        await application.start()
        await uvicorn.Server(config).serve()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main())
