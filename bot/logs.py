"""Logs for people or for machines, without the token in either."""

import logging

from pythonjsonlogger.json import JsonFormatter

from bot.settings import Settings


class _Redact(logging.Filter):
    """Takes the secrets out of every line, wherever in it they turn up."""

    def __init__(self, secrets: list[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        for secret in self._secrets:
            text = text.replace(secret, "***")
            if record.exc_text:
                record.exc_text = record.exc_text.replace(secret, "***")
        record.msg, record.args = text, ()
        return True


def set_up_logging(settings: Settings) -> None:
    """One handler on standard error, in the format and from the level that the settings say."""
    handler = logging.StreamHandler()
    if settings.log_format == "json":
        handler.setFormatter(JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s"))
    secrets = [settings.telegram_bot_token] if settings.telegram_bot_token else []
    handler.addFilter(_Redact(secrets))
    logging.basicConfig(level=settings.log_level, handlers=[handler], force=True)
