"""Which methods does the Bot API have, and what becomes of a call? One call in, one answer out, each on record."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.simulator import editing, inline, profile, sending, topics
from bot.simulator.account import Account
from bot.simulator.chats import Json
from bot.simulator.limits import Refusal, bad_request, too_many
from bot.simulator.requests import Parameters

TOKEN = re.compile(r"\d+:[\w-]{30,}")
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
TERMINATED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"
PACED = re.compile(r"(send(?!ChatAction)|copy|forward|edit).*", re.IGNORECASE)

Method = Callable[[Account, Parameters], Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, as it came and as it was answered; `answer` is None when it never got one."""

    method: str
    parameters: dict[str, Any]
    at: datetime
    answer: Json | None = field(default=None, repr=False)

    @property
    def ok(self) -> bool:
        return bool(self.answer and self.answer["ok"])


async def get_updates(account: Account, given: Parameters) -> list[Json]:
    account.updates.allow(given.nested("allowed_updates"))
    wait_seconds = max(given.integer("timeout"), 0)
    found = await account.updates.poll(given.integer("offset"), given.integer("limit", 100), wait_seconds)
    return [update.as_json() for update in found]


async def set_webhook(account: Account, given: Parameters) -> bool:
    url = given.text("url")
    if not url:
        return await delete_webhook(account, given)
    secret = given.text("secret_token")
    if not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    account.updates.allow(given.nested("allowed_updates"))
    if given.flag("drop_pending_updates"):
        account.updates.drop_pending()
    await account.webhooks.start(url, secret, given.integer("max_connections"))
    account.updates.interrupt_polls(TERMINATED_BY_WEBHOOK)
    return True


async def delete_webhook(account: Account, given: Parameters) -> bool:
    if given.flag("drop_pending_updates"):
        account.updates.drop_pending()
    await account.webhooks.stop()
    return True


def get_webhook_info(account: Account, _given: Parameters) -> Json:
    return account.webhooks.info()


METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "logOut": profile.log_out,
    "close": profile.log_out,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": sending.send_voice,
    "sendVideo": sending.send_video,
    "sendSticker": sending.send_sticker,
    "sendLocation": sending.send_location,
    "sendContact": sending.send_contact,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin_chat_message,
    "setMessageReaction": editing.set_message_reaction,
    "answerCallbackQuery": editing.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "getChat": profile.get_chat,
    "getChatMember": profile.get_chat_member,
    "getChatAdministrators": profile.get_chat_administrators,
    "getFile": profile.get_file,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
}
_BY_LOWER_CASE = {name.lower(): name for name in METHODS}


def find_method(name: str) -> str:
    """The method's own spelling, a key of METHODS: names are not case-sensitive."""
    if (method := _BY_LOWER_CASE.get(name.lower())) is None:
        raise Refusal(404, "Not Found: method not found")
    return method


async def answer(account: Account, method: str, given: Parameters) -> Json:
    """The answer to a call, refusals included."""
    try:
        result = METHODS[method](account, given)
        if inspect.isawaitable(result):
            result = await result
    except Refusal as refusal:
        return refusal.as_json()
    return {"ok": True, "result": result}


def is_paced(method: str) -> bool:
    return bool(PACED.fullmatch(method))


def paced_out(retry_after: int) -> Json:
    return too_many(retry_after).as_json()
