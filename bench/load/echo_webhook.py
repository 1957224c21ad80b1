"""The yardstick by webhook: the echo by `run_webhook`, python-telegram-bot's own, which is tornado's server."""

import os

from telegram import Update
from telegram.ext import Application, MessageHandler, filters

from bench.load.echo import echo


def main() -> None:
    token, api = os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_URL"]
    application = Application.builder().token(token).base_url(f"{api}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_webhook(
        *("127.0.0.1", int(os.environ["PORT"]), "telegram"),
        webhook_url=f"{os.environ['WEBHOOK_URL']}/telegram",
        allowed_updates=Update.ALL_TYPES,
    )


if __name__ == "__main__":
    main()
