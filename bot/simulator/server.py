"""What does the simulator consist of? The world, the bot's account, the HTTP application and the server around it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.serving import serving
from bot.simulator import bot_api
from bot.simulator.account import Account
from bot.simulator.bot_api import Call
from bot.simulator.chats import Chat, Json, Message, Person
from bot.simulator.chats import Kind as ChatKind
from bot.simulator.clock import SimulatedClock
from bot.simulator.dropping import DroppingProtocol, drop
from bot.simulator.faults import Fault, Faults, Kind, Pacing
from bot.simulator.limits import Refusal
from bot.simulator.page import Page
from bot.simulator.people import Member, User
from bot.simulator.post import PostOffice
from bot.simulator.requests import Parameters, read_parameters
from bot.simulator.updates import FIRST_UPDATE, Updates
from bot.simulator.webhooks import RETRY_DELAYS_SECONDS, Webhooks
from bot.simulator.world import World

STATIC = Path(__file__).parent / "static"
SHUTDOWN_SECONDS = 2


class Simulator:
    """One bot, the people who talk to it, and the Bot API between them; all in memory.

    `unauthorized` holds tokens that get a 401. `pacing` limits how fast the bot may send, as Telegram does; None: it
    does not. `first_update` begins the updates' ids, which a bot that remembers them must not see twice. Whatever its
    token, the bot is the same one, with the id that the token begins with.
    """

    def __init__(
        self,
        clock: SimulatedClock | None = None,
        *,
        unauthorized: Sequence[str] = (),
        pacing: Pacing | None = None,
        webhook_retry_seconds: Sequence[float] = RETRY_DELAYS_SECONDS,
        first_update: int = FIRST_UPDATE,
    ) -> None:
        self.clock = clock or SimulatedClock()
        self.world = World(self.clock)
        self.updates = Updates(first_update)
        self.webhooks = Webhooks(self.updates, self.clock, webhook_retry_seconds)
        self.webhooks.reply = self._carry_out
        self.account = Account(self.world, self.updates, self.webhooks)
        self.faults = Faults()
        self.pacing = pacing
        self.unauthorized = set(unauthorized)
        self.calls: list[Call] = []
        self.post = PostOffice(self.world, {})
        self._page = Page(self)
        self.app: ASGIApp = self._application()

    def user(self, first_name: str, language_code: str = "en", *, number: int = 0, username: str = "") -> User:
        """Somebody new, who has not written to the bot yet; `number` is a Telegram id, by default the next free one."""
        person = self.world.add_person(Person(number, first_name, username=username, language_code=language_code))
        return User(self, person.id)

    def group(self, title: str, members: Sequence[User], *, bot_is_admin: bool = False) -> Chat:
        """A plain group. Unless it is an administrator, the bot reads what Telegram's privacy mode lets it read."""
        return self._group(title, ChatKind.GROUP, members, bot_is_admin=bot_is_admin)

    def forum(self, title: str, members: Sequence[User], *, bot_is_admin: bool = True) -> Chat:
        """A supergroup with topics, such as a staff desk. The first member is its creator."""
        return self._group(title, ChatKind.SUPERGROUP, members, bot_is_admin=bot_is_admin)

    def _group(self, title: str, kind: ChatKind, members: Sequence[User], *, bot_is_admin: bool) -> Chat:
        status = {member.id: "creator" if at == 0 else "member" for at, member in enumerate(members)}
        status[self.world.bot.id] = "administrator" if bot_is_admin else "member"
        return self.world.add_group(title, kind, kind is ChatKind.SUPERGROUP, status)

    def member(self, person: int, chat: int, topic: int | None = None) -> Member:
        """A person in a chat, by ids."""
        return Member(self, person, self.world.chats[chat], topic)

    def transcript(self, chat: int, topic: int | None = None) -> tuple[Message, ...]:
        """What stands in a chat, oldest first."""
        return self.world.chats[chat].history(topic)

    def calls_of(self, method: str) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if call.method == method)

    def expire_queries(self) -> None:
        """Let all taps and inline queries be too old to answer."""
        self.world.queries.clear()

    async def close(self) -> None:
        """End long polls, deliveries and the page's event streams."""
        self.updates.close()
        self._page.close()
        await self.webhooks.stop()

    def _application(self) -> Starlette:
        routes = [
            Route("/file/bot{token}/{path:path}", self._download),
            Route("/bot{token}/{method}", _Endpoint(self)),
            *self._page.routes(),
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
        ]
        return Starlette(routes=routes)

    def authorize(self, token: str) -> None:
        """Refuse what Telegram would refuse; the bot's id is the one that its token begins with."""
        if not bot_api.TOKEN.fullmatch(token):
            raise Refusal(404, "Not Found")
        if token in self.unauthorized:
            raise Refusal(401, "Unauthorized")
        number = int(token.partition(":")[0])
        if number != self.world.bot.id:
            self._rename_bot(number)

    def _rename_bot(self, number: int) -> None:
        previous, self.world.bot = self.world.bot.id, replace(self.world.bot, id=number)
        for chat in self.world.chats.values():
            if previous in chat.members:
                chat.members[number] = chat.members.pop(previous)

    async def call(self, method: str, given: Parameters) -> Json:
        """Carry out one call of the bot and keep it on record."""
        at = self.clock.now()
        answer = self._paced_out(method, given) or await bot_api.answer(self.account, method, given)
        self.record(Call(method, dict(given.values), at, answer))
        return answer

    def record(self, call: Call) -> None:
        self.calls.append(call)
        self.world.changed.ring()

    def _paced_out(self, method: str, given: Parameters) -> Json | None:
        if self.pacing is None or not bot_api.is_paced(method):
            return None
        wait = self.pacing.retry_after(given.integer("chat_id"), asyncio.get_running_loop().time())
        return None if wait is None else bot_api.paced_out(wait)

    async def _carry_out(self, named: Json) -> None:
        """A webhook may answer with a call; whether it succeeds, the bot never learns."""
        with suppress(Refusal):
            method = bot_api.find_method(str(named.pop("method")))
            await self.call(method, Parameters(named))

    async def _download(self, request: Request) -> Response:
        try:
            self.authorize(request.path_params["token"])
        except Refusal as refusal:
            return JSONResponse(refusal.as_json(), refusal.code)
        path = request.path_params["path"]
        found = next((file for file in self.world.files.values() if file.path == path), None)
        if found is None:
            return JSONResponse(Refusal(404, "Not Found").as_json(), HTTPStatus.NOT_FOUND)
        return Response(found.data, media_type=found.mime_type)


class _Endpoint:
    """The Bot API as a bare ASGI application: a fault may leave a request without any response."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            self._simulator.authorize(request.path_params["token"])
            method = bot_api.find_method(request.path_params["method"])
            given = await read_parameters(request)
        except Refusal as refusal:
            await JSONResponse(refusal.as_json(), refusal.code)(scope, receive, send)
            return
        fault = self._simulator.faults.strike(method)
        answer = await self._meet(fault, method, given)
        if answer is None:
            await drop(scope, receive, send)
        else:
            status = HTTPStatus.OK if answer["ok"] else int(answer["error_code"])
            await JSONResponse(answer, status)(scope, receive, send)

    async def _meet(self, fault: Fault | None, method: str, given: Parameters) -> Json | None:
        """The answer that goes out; None when the connection breaks instead."""
        simulator = self._simulator
        match fault and fault.kind:
            case Kind.SERVER_ERROR:
                return self._refuse(method, given, Refusal(502, "Bad Gateway"))
            case Kind.TOO_MANY if fault:
                wait = max(1, round(fault.seconds))
                return self._refuse(method, given, Refusal(429, f"Too Many Requests: retry after {wait}", wait))
            case Kind.DROPPED_BEFORE:
                simulator.record(Call(method, dict(given.values), simulator.clock.now()))
                return None
            case Kind.DROPPED_AFTER:
                await simulator.call(method, given)
                return None
            case Kind.SLOW if fault:
                answer = await simulator.call(method, given)
                await asyncio.sleep(fault.seconds)
                return answer
            case _:
                return await simulator.call(method, given)

    def _refuse(self, method: str, given: Parameters, refusal: Refusal) -> Json:
        answer = refusal.as_json()
        self._simulator.record(Call(method, dict(given.values), self._simulator.clock.now(), answer))
        return answer


@asynccontextmanager
async def serve(simulator: Simulator, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve until the block ends; gives the base URL. Port 0 is any free one."""
    async with serving(simulator.app, host, port, protocol=DroppingProtocol) as url:
        try:
            yield url
        finally:
            await simulator.close()
