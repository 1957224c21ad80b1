"""What must be written down is, however long the database is away."""

import asyncio
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

PAUSE_SECONDS = 0.5

log = logging.getLogger(__name__)

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Insist:
    """Carries out work in a thread, again and again while the database is away; `away` is called each time it is."""

    def __init__(self, away: Callable[[], None] = lambda: None) -> None:
        self._away = away

    async def __call__(self, work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        while True:
            try:
                return await asyncio.to_thread(work, *args, **kwargs)
            except SQLAlchemyError as error:
                log.warning("the database is away, trying again: %s", type(error).__name__)
                self._away()
                await asyncio.sleep(PAUSE_SECONDS)


insist = Insist()
