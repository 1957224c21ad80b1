"""The yardstick by webhook: the echo by `run_webhook`, python-telegram-bot's own, which is tornado's server."""

import os

from telegram import Update

from bench.load.echo import make_application


def main() -> None:
    make_application().run_webhook(
        *("127.0.0.1", int(os.environ["PORT"]), "telegram"),
        webhook_url=f"{os.environ['WEBHOOK_URL']}/telegram",
        allowed_updates=Update.ALL_TYPES,
    )


if __name__ == "__main__":
    main()
