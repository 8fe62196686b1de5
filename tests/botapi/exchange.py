"""One call from receipt to answer: faults, delays, flood control, the method, the record."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.botapi import answering, commands, membership, sending
from tests.botapi.call import SHOWN, Call, Calls
from tests.botapi.errors import ApiError, too_many
from tests.botapi.faults import Fault, struck
from tests.botapi.flood import FloodControl
from tests.botapi.params import Params, typed
from tests.botapi.values import Json
from tests.botapi.world import World

Alive = Callable[[], bool]

POLL = "getUpdates"
_METHODS: dict[str, Callable[[World, Params], Any]] = {
    "answerCallbackQuery": answering.answer_callback,
    "answerInlineQuery": answering.answer_inline,
    "deleteMessage": sending.delete,
    "deleteMyCommands": commands.delete_commands,
    "editMessageReplyMarkup": sending.edit_markup,
    "editMessageText": sending.edit_text,
    "getChat": membership.get_chat,
    "getChatMember": membership.get_chat_member,
    "getMyCommands": commands.get_commands,
    "leaveChat": membership.leave_chat,
    "sendChatAction": sending.chat_action,
    "sendDocument": sending.send_document,
    "sendMessage": sending.send_message,
    "setMyCommands": commands.set_commands,
}
_NAMES = {name.lower(): name for name in [*_METHODS, POLL, "deleteWebhook", "getMe"]}
_JSON, _HTML = "application/json", "text/html"
_BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back over HTTP; with `broken` the connection ends instead."""

    status: int
    body: bytes = b""
    content_type: str = _JSON
    broken: str = ""


@dataclass
class Exchange:
    """`delay` is how many seconds pass before a call takes effect."""

    world: World
    token: str
    me: Json
    delay: float = 0.0
    flood: FloodControl | None = None
    faults: list[Fault] = field(default_factory=list)
    calls: Calls = field(default_factory=Calls)

    async def serve(self, token: str, name: str, fields: Json, alive: Alive) -> Answer:
        """Answer a call made with that token; `alive` tells whether the caller still listens."""
        method = _NAMES.get(name.lower(), name)
        mine = method != POLL
        self.calls.under_way += mine
        self.calls.polls += not mine
        try:
            return await self._serve(token, method, fields, alive)
        finally:
            self.calls.under_way -= mine

    async def _serve(self, token: str, method: str, fields: Json, alive: Alive) -> Answer:
        unreadable: ApiError | None = None
        try:
            params = typed(fields)
        except ApiError as refusal:
            params, unreadable = fields, refusal
        delay, fault = struck(self.faults, method, params.get("chat_id"), self.world.rng)
        if self.delay or delay:
            await asyncio.sleep(self.delay + delay)
        if fault and fault.kind != "drop":
            answer = _faulty(fault)
            self._record(method, params, answer.status, None, fault.kind, injected=True)
            return answer
        result, error = None, ""
        try:
            if unreadable:
                raise unreadable
            result = await self._result(token, method, params, alive)
        except ApiError as refusal:
            answer, error = _refusal(refusal), refusal.description
        else:
            answer = Answer(200, json.dumps({"ok": True, "result": result}).encode())
        if fault:
            answer, error = Answer(0, broken="drop"), error or "drop"
        self._record(method, params, answer.status, result, error, injected=bool(fault))
        return answer

    async def _result(self, token: str, method: str, params: Params, alive: Alive) -> Any:
        if token != self.token:
            malformed = not token.partition(":")[0].isdecimal() or ":" not in token
            detail = ": invalid token specified" if malformed else ""
            raise ApiError(401, f"Unauthorized{detail}")
        if method == POLL:
            return await self.world.updates.fetch(params, alive)
        if method == "getMe":
            return self.me
        if method == "deleteWebhook":
            if params.get("drop_pending_updates"):
                self.world.updates.pending.clear()
            return True
        if method not in _METHODS:
            raise ApiError(404, "Not Found: method not found")
        chat_id = params.get("chat_id")
        if self.flood and method in SHOWN and isinstance(chat_id, int):
            seconds = self.flood.wait(chat_id, time.monotonic())
            if seconds:
                raise too_many(seconds)
        return _METHODS[method](self.world, params)

    def _record(
        self, method: str, params: Params, code: int, result: Any, error: str, *, injected: bool
    ) -> None:
        self.world.seq += 1
        seq, now, chat_id = self.world.seq, time.monotonic(), params.get("chat_id")
        call = Call(seq, now, method, chat_id, params, code, result, error, injected)
        self.calls.add(call)


def _refusal(refusal: ApiError) -> Answer:
    return Answer(refusal.code, json.dumps(refusal.body).encode())


def _faulty(fault: Fault) -> Answer:
    """The answer of a fault that keeps a call from taking effect."""
    match fault.kind:
        case "429":
            return _refusal(too_many(max(1, int(fault.value))))
        case "502":
            return Answer(502, _BAD_GATEWAY, _HTML)
        case "badjson":
            return Answer(200, b'{"ok":true,"result":{"message_id":1,"da')
        case "reset":
            return Answer(0, broken="reset")
        case _:
            return _refusal(ApiError(500, "Internal Server Error"))
