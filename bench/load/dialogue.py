"""What bots with a memory are mostly made of: a ConversationHandler, pickled. A subject of the load tool, polling."""

import os
import sys
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

FIRST, SECOND, THIRD = range(3)


async def step(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
    """Each text is a step: it is kept, answered, and leads to the next one, round and round."""
    assert update.message is not None
    assert context.user_data is not None
    at: int = (context.user_data.get("at", THIRD) + 1) % 3
    context.user_data["at"] = at
    context.user_data.setdefault("said", {})[at] = update.message.text
    await update.message.reply_text(f"Step {at + 1} of 3: {update.message.text}")
    return at


def main(folder: Path) -> None:
    token, api = os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_URL"]
    persistence = PicklePersistence(folder / "dialogue.pickle")
    application = Application.builder().token(token).base_url(f"{api}/bot").persistence(persistence).build()
    say: BaseHandler[Any, Any, object] = MessageHandler(filters.TEXT, step)
    states: dict[object, list[BaseHandler[Any, Any, object]]] = {state: [say] for state in (FIRST, SECOND, THIRD)}
    application.add_handler(ConversationHandler([say], states, [say], name="steps", persistent=True))
    application.run_polling()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
