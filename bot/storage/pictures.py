"""Which pictures has Telegram already got?"""

from sqlalchemy import Engine

from bot.storage.database import transaction
from bot.storage.tables import Picture


class Pictures:
    """The table of pictures, for one bot: an id that Telegram gives a file is good for the bot that sent it only."""

    def __init__(self, engine: Engine, bot: int) -> None:
        self._engine = engine
        self._bot = bot

    def find(self, digest: str) -> str | None:
        """Telegram's id for the picture of this content."""
        with transaction(self._engine) as session:
            picture = session.get(Picture, (self._bot, digest))
            return picture.file_id if picture else None

    def save(self, digest: str, file_id: str) -> None:
        """Remember Telegram's id, in the place of an earlier one."""
        with transaction(self._engine) as session:
            session.merge(Picture(bot=self._bot, digest=digest, file_id=file_id))
