"""Simulated users, each with a chat: a turn is said, its replies are waited for, and the next one is said.

A turn is answered when its last message is there. How many messages that are is learned beforehand, by letting one
user go slowly through each script: messages do not tell which update they answer.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from json import dumps, loads

from bench.load.script import TAP_INSTEAD, Say, Script, Tap

QUIET_SECONDS = 0.4
"""While learning, so long after a message nothing more is expected."""
UNANSWERED_SECONDS = 3.0
"""While learning, so long without any message means that there is none to this turn."""
LOST_SECONDS = 20.0

Put = Callable[[int, int, bytes], None]
"""(chat, update_id, the update's JSON) -> the update is made available to the bot."""


@dataclass(slots=True)
class Chat:
    """One chat, from its /start to the end of its script."""

    id: int
    script: Script
    last: int
    """It ends after so many turns."""
    turn: int = 0
    messages: int = 0
    """The id of the newest message."""
    got: int = 0
    """Messages that have come to the turn that is waiting."""
    since: float | None = None
    """When the turn that is waiting was said."""
    shown: bytes = b""
    """The newest message with buttons, and `markup`, its keyboard."""
    markup: bytes = b""
    timer: asyncio.TimerHandle | None = None


@dataclass(slots=True)
class Window:
    """What was measured: seconds from an update's being made available to its last reply."""

    latencies: list[float] = field(default_factory=list)
    texts: int = 0
    taps: int = 0
    lost: int = 0
    strays: int = 0
    """Messages that nobody waited for."""
    messages: int = 0


class Crowd:
    """All users. `put` takes what they say, `receive` is told of each message of the bot's."""

    def __init__(self, scripts: list[Script], put: Put) -> None:
        self.window = Window()
        self._scripts = scripts
        self._put = put
        self._chats: dict[int, Chat] = {}
        self._ids = count(1000)
        self._updates = count(1)
        self._closed = False
        self._idle: deque[Chat] = deque()

    @property
    def waiting(self) -> int:
        """Users who wait for an answer."""
        return sum(chat.since is not None for chat in self._chats.values())

    @property
    def mute(self) -> bool:
        """Whether the bot has answered nothing, as far as is known."""
        return not any(any(script.replies) for script in self._scripts)

    async def learn(self) -> None:
        """One user goes slowly through each script that is not known yet."""
        chats = [self._arrive(script) for script in self._scripts if not script.replies]
        for chat in chats:
            self._say(chat, time.perf_counter())
        while any(chat.id in self._chats for chat in chats):  # noqa: ASYNC110 - a look now and then is enough
            await asyncio.sleep(0.05)

    def start_closed(self, users: int) -> None:
        """From now on, each of `users` says the next thing as soon as the last one is answered."""
        self._closed = True
        for number in range(users):
            script = self._scripts[number % len(self._scripts)]
            # The first chats end early, each at another turn: else all would walk in step.
            self._say(self._arrive(script, 1 + number % len(script.turns)), time.perf_counter())

    async def stop(self, patience: float) -> None:
        """Say nothing more, and let what was said be answered."""
        self._closed = False
        deadline = time.perf_counter() + patience
        while self.waiting and time.perf_counter() < deadline:  # noqa: ASYNC110 - a look now and then is enough
            await asyncio.sleep(0.05)

    async def run_open(self, rate: float, seconds: float) -> None:
        """`rate` turns a second, whether or not the last ones are answered. Latency counts from the due instant."""
        self._idle = deque(chat for chat in self._chats.values() if chat.since is None)
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            chat = self._idle.popleft() if self._idle else self._arrive(self._scripts[number % len(self._scripts)])
            self._say(chat, due)

    def give_up_lost(self) -> None:
        """Count the turns that were never answered; new users take the place of who waits for them."""
        now = time.perf_counter()
        for chat in [chat for chat in self._chats.values() if chat.since and now - chat.since > LOST_SECONDS]:
            self.window.lost += 1
            self._leave(chat, now)

    def receive(self, chat_id: int, message_id: int | None, content: bytes, markup: bytes) -> bytes:
        """A message of the bot's, or its editing if it has a `message_id`; gives the Message as the Bot API does."""
        now = time.perf_counter()
        self.window.messages += 1
        chat = self._chats.get(chat_id)
        if message_id is None:
            message_id = 1
            if chat is not None:
                message_id = chat.messages = chat.messages + 1
        message = _message(chat_id, message_id, content, markup)
        if chat is None or chat.since is None:
            self.window.strays += 1
            return message
        if markup:
            chat.shown, chat.markup = message, markup
        chat.got += 1
        if chat.turn >= len(chat.script.replies):
            self._expect_quiet(chat, QUIET_SECONDS)
        elif chat.got >= chat.script.replies[chat.turn]:
            self._answered(chat, now)
        return message

    def _answered(self, chat: Chat, now: float) -> None:
        assert chat.since is not None
        self.window.latencies.append(now - chat.since)
        chat.since = None
        self._proceed(chat, now)

    def _expect_quiet(self, chat: Chat, seconds: float) -> None:
        if chat.timer is not None:
            chat.timer.cancel()
        chat.timer = asyncio.get_running_loop().call_later(seconds, self._learned, chat)

    def _learned(self, chat: Chat) -> None:
        chat.script.replies.append(chat.got)
        chat.since = None
        chat.turn += 1
        if chat.turn < chat.last:
            self._say(chat, time.perf_counter())
        else:
            del self._chats[chat.id]

    def _proceed(self, chat: Chat, now: float) -> None:
        chat.turn += 1
        while chat.turn < chat.last and chat.script.replies[chat.turn] == 0:
            chat.turn += 1
        if chat.turn >= chat.last:
            self._leave(chat, now)
        elif self._closed:
            self._say(chat, now)
        else:
            self._idle.append(chat)

    def _leave(self, chat: Chat, now: float) -> None:
        """The chat is done with; in the closed loop, a new one takes its place."""
        del self._chats[chat.id]
        if self._closed:
            self._say(self._arrive(self._scripts[chat.id % len(self._scripts)]), now)

    def _arrive(self, script: Script, turns: int | None = None) -> Chat:
        chat = Chat(next(self._ids), script, turns or len(script.turns))
        self._chats[chat.id] = chat
        return chat

    def _say(self, chat: Chat, since: float) -> None:
        update_id = next(self._updates)
        chat.since, chat.got = since, 0
        turn = chat.script.turns[chat.turn]
        data = _button(chat.markup, turn.place) if isinstance(turn, Tap) else None
        if data is not None:
            self.window.taps += 1
            update = _tap(update_id, chat, data)
        else:
            self.window.texts += 1
            chat.messages += 1
            update = _text(update_id, chat, turn.text if isinstance(turn, Say) else TAP_INSTEAD)
        if chat.turn >= len(chat.script.replies):
            self._expect_quiet(chat, UNANSWERED_SECONDS)
        self._put(chat.id, update_id, update)


def _button(markup: bytes, place: int) -> str | None:
    """The callback data of the button at `place`, counted round; None where there is none."""
    if not markup:
        return None
    rows = loads(markup)["inline_keyboard"]
    data = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
    return data[place % len(data)] if data else None


_USER = '{"id":%d,"is_bot":false,"first_name":"Mei","language_code":"%s"}'
_CHAT = '"chat":{"id":%d,"type":"private","first_name":"Mei"}'
_BOT = '{"id":7100000001,"is_bot":true,"first_name":"Load","username":"load_bot"}'


def _text(update_id: int, chat: Chat, text: str) -> bytes:
    user = _USER % (chat.id, chat.script.language)
    command = f',"entities":[{{"type":"bot_command","offset":0,"length":{len(text)}}}]' if text[0] == "/" else ""
    head = f'"message_id":{chat.messages},"date":{int(time.time())},{_CHAT % chat.id},"from":{user}'
    return f'{{"update_id":{update_id},"message":{{{head},"text":{dumps(text)}{command}}}}}'.encode()


def _tap(update_id: int, chat: Chat, data: str) -> bytes:
    user = _USER % (chat.id, chat.script.language)
    head = f'"id":"{update_id}","from":{user},"chat_instance":"1","data":{dumps(data)},"message":'
    return b'{"update_id":%d,"callback_query":{%b%b}}' % (update_id, head.encode(), chat.shown)


def _message(chat_id: int, message_id: int, content: bytes, markup: bytes) -> bytes:
    head = f'"message_id":{message_id},"date":{int(time.time())},{_CHAT % chat_id},"from":{_BOT},'
    keyboard = b',"reply_markup":' + markup if markup else b""
    return b"{%b%b%b}" % (head.encode(), content, keyboard)
