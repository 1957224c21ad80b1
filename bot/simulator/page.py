"""How does the web page reach the simulator? Its own small JSON API and a stream of events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.simulator.chats import Chat, Json, Message, Person
from bot.simulator.faults import Kind
from bot.simulator.limits import Refusal
from bot.simulator.people import Member, User
from bot.simulator.requests import Parameters, read_parameters

if TYPE_CHECKING:
    from bot.simulator.server import Simulator

INDEX = Path(__file__).parent / "static" / "index.html"
RECONNECT_MS = 500
QUIET_SECONDS = 15.0  # a comment this often keeps proxies from closing a silent stream

Act = Callable[[Member, Parameters], Awaitable[Any]]


async def _says(member: Member, given: Parameters) -> None:
    quoted = member.chat.messages.get(given.integer("reply_to"))
    await member.says(given.text("text"), reply_to=quoted)


async def _taps(member: Member, given: Parameters) -> Json:
    tap = await member.taps_at(_message(member, given), given.integer("row"), given.integer("column"))
    return {"query": tap.query.id if tap.query else None, "copied": tap.copied, "opened": tap.opened}


async def _edits(member: Member, given: Parameters) -> None:
    await member.edits(_message(member, given), given.text("text"))


async def _sends(member: Member, given: Parameters) -> None:
    upload = given.upload("file")
    match given.text("kind"):
        case "photo" if upload:
            await member.sends_photo(upload.data, name=upload.name, caption=given.text("caption"))
        case "document" if upload:
            await member.sends_document(
                upload.data, name=upload.name, mime_type=upload.mime_type, caption=given.text("caption")
            )
        case "voice":
            await member.sends_voice()
        case "sticker":
            await member.sends_sticker(given.text("emoji", "👍"))
        case "location":
            await member.sends_location()
        case "contact":
            await member.sends_contact()
        case "poll":
            await member.sends_poll()
        case other:
            raise Refusal(400, f"nothing to send as {other!r}")


async def _asks_inline(member: Member, given: Parameters) -> Json:
    return {"query": (await member.asks_inline(given.text("text"))).id}


async def _picks(member: Member, given: Parameters) -> None:
    await member.picks(given.text("query"), given.integer("number"))


async def _opens_topic(member: Member, given: Parameters) -> Json:
    opened = await member.opens_topic(given.text("name") or "New topic")
    return {"topic": opened.topic}


ACTS: dict[str, Act] = {
    "says": _says,
    "taps": _taps,
    "edits": _edits,
    "sends": _sends,
    "asks_inline": _asks_inline,
    "picks": _picks,
    "opens_topic": _opens_topic,
}


class Page:
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._boot = uuid4().hex  # tells a page that the server it knew has been restarted
        self._streams: set[asyncio.Queue[Json | None]] = set()
        self._closed = False
        simulator.world.listeners.append(self._publish)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/", self._index),
            Route("/api/state", self._state),
            Route("/api/events", self._events),
            Route("/api/users", self._add_user, methods=["POST"]),
            Route("/api/users/{person:int}", self._change_user, methods=["POST"]),
            Route("/api/desk", self._add_desk, methods=["POST"]),
            Route("/api/clock", self._set_clock, methods=["POST"]),
            Route("/api/faults", self._set_faults, methods=["POST"]),
            Route("/api/acts/{act}", self._act, methods=["POST"]),
            Route("/api/files/{file}", self._file),
            Route("/api/mails", self._mails),
        ]

    def close(self) -> None:
        self._closed = True
        for stream in self._streams:
            stream.put_nowait(None)

    def _publish(self, event: Json) -> None:
        for stream in self._streams:
            stream.put_nowait(event)

    async def _index(self, _request: Request) -> Response:
        return FileResponse(INDEX, headers={"cache-control": "no-cache"})

    async def _state(self, _request: Request) -> Response:
        return JSONResponse(self._snapshot())

    def _snapshot(self) -> Json:
        world = self._simulator.world
        users = [self._user(person) for person in world.people.values()]
        groups = [self._group(chat) for chat in world.chats.values() if not chat.is_private]
        history = {chat.id: [world.shown(message) for message in chat.history()] for chat in world.chats.values()}
        return {
            "boot": self._boot,
            "bot": world.bot.as_json(),
            "users": users,
            "groups": groups,
            "history": history,
            "clock": self._clock(),
            "faults": self._simulator.faults.as_json(),
        }

    def _user(self, person: Person) -> Json:
        profile, chat = self._simulator.account.profile, self._simulator.world.chats[person.id]
        return person.as_json() | {
            "language_code": person.language_code,
            "bot_name": profile.text_for(profile.names, person.language_code) or self._simulator.world.bot.first_name,
            "description": profile.text_for(profile.descriptions, person.language_code),
            "commands": profile.commands_for(chat, person.id, person.language_code),
            "is_blocked": chat.is_blocked,
            "is_started": chat.is_started,
        }

    def _group(self, chat: Chat) -> Json:
        people = self._simulator.world.people
        return {
            "id": chat.id,
            "title": chat.title,
            "is_forum": chat.is_forum,
            "members": [people[number].as_json() for number in chat.members if number in people],
            "topics": [topic.as_json() | {"is_closed": topic.is_closed} for topic in chat.topics.values()],
        }

    def _clock(self) -> Json:
        clock = self._simulator.clock
        return {"now": clock.now().isoformat(), "is_real": clock.is_real}

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"cache-control": "no-cache"})

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[Json | None] = asyncio.Queue()
        self._streams.add(queue)
        try:
            yield f"retry: {RECONNECT_MS}\n" + _event({"type": "hello", "boot": self._boot})
            while not self._closed:
                try:
                    event = await asyncio.wait_for(queue.get(), QUIET_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield _event(event)
        finally:
            self._streams.discard(queue)

    async def _add_user(self, request: Request) -> Response:
        """Add a user; with the id of one that a restart has lost, the same one again."""
        given = await read_parameters(request)
        number = given.integer("id")
        known = self._simulator.world.people.get(number)
        if known is None:
            user = self._simulator.user(given.text("name", "Guest"), given.text("language_code", "en"), number=number)
            known = user.person
        return JSONResponse(self._user(known))

    async def _change_user(self, request: Request) -> Response:
        given = await read_parameters(request)
        person = request.path_params["person"]
        if person not in self._simulator.world.people:
            return _refuse(f"no user {person}")
        user = User(self._simulator, person)
        if "language_code" in given.values:
            user.speaks(given.text("language_code"))
        if "blocked" in given.values:
            await (user.blocks() if given.flag("blocked") else user.unblocks())
        return JSONResponse(self._user(user.person))

    async def _add_desk(self, request: Request) -> Response:
        """A forum group with one member of staff, so that the staff pane has something to show."""
        given = await read_parameters(request)
        staff = self._simulator.user(given.text("name", "Staff"), "en")
        chat = self._simulator.forum(given.text("title", "Support desk"), [staff])
        return JSONResponse(self._group(chat))

    async def _set_clock(self, request: Request) -> Response:
        """`at` sets it (ISO 8601 with offset), `advance_seconds` moves it, neither: back to the real time."""
        given = await read_parameters(request)
        clock = self._simulator.clock
        try:
            if given.text("at"):
                clock.set(datetime.fromisoformat(given.text("at")))
            elif given.integer("advance_seconds"):
                clock.advance(timedelta(seconds=given.integer("advance_seconds")))
            else:
                clock.reset()
        except ValueError as error:
            return _refuse(str(error))
        self._publish({"type": "clock", "clock": self._clock()})
        return JSONResponse(self._clock())

    async def _set_faults(self, request: Request) -> Response:
        """`kind`, `method`, and `share` or `times`; without `kind` all faults go."""
        given = await read_parameters(request)
        faults = self._simulator.faults
        if not given.text("kind"):
            faults.clear()
        else:
            try:
                kind = Kind(given.text("kind"))
            except ValueError as error:
                return _refuse(str(error))
            method = given.text("method", "*")
            if "share" in given.values:
                faults.often(kind, method, share=given.number("share"))
            else:
                faults.next(kind, method, times=given.integer("times", 1))
        self._publish({"type": "faults", "faults": faults.as_json()})
        return JSONResponse(faults.as_json())

    async def _act(self, request: Request) -> Response:
        """What a person does: `person`, `chat`, perhaps `topic`, and what the act itself takes."""
        act = ACTS.get(request.path_params["act"])
        given = await read_parameters(request)
        world = self._simulator.world
        chat, person = world.chats.get(given.integer("chat")), given.integer("person")
        if act is None or chat is None or person not in world.people:
            return _refuse("no such act, chat or person")
        member = self._simulator.member(person, chat.id, given.integer("topic") or None)
        try:
            return JSONResponse(await act(member, given) or {})
        except Refusal as refusal:
            return _refuse(refusal.description)
        except (LookupError, PermissionError, ValueError) as error:
            return _refuse(str(error))

    async def _mails(self, _request: Request) -> Response:
        return JSONResponse(self._simulator.post.as_json())

    async def _file(self, request: Request) -> Response:
        file = self._simulator.world.files.get(request.path_params["file"])
        if file is None:
            return _refuse("no such file", HTTPStatus.NOT_FOUND)
        return Response(file.data, media_type=file.mime_type)


def _message(member: Member, given: Parameters) -> Message:
    message = member.chat.messages.get(given.integer("message_id"))
    if message is None:
        raise LookupError("this message is gone")
    return message


def _event(event: Mapping[str, Any]) -> str:
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


def _refuse(why: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> Response:
    return JSONResponse({"error": why}, status)
