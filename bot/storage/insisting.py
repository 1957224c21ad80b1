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


async def insist(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Carry out `work` in a thread, again and again while the database is away."""
    while True:
        try:
            return await asyncio.to_thread(work, *args, **kwargs)
        except SQLAlchemyError as error:
            log.warning("the database is away, trying again: %s", type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)
