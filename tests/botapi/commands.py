"""The menu of commands: which are set, for whom, and which of them a person sees."""

import re
from typing import Any

from tests.botapi.errors import bad_request, need
from tests.botapi.params import Params
from tests.botapi.values import Json, words
from tests.botapi.world import World

_MOST = 100
_MOST_NAME, _MOST_DESCRIPTION = 32, 256
_NAME = re.compile("[a-z0-9_]+")
_GENERAL = words("default all_private_chats all_group_chats all_chat_administrators")
_OF_A_CHAT = words("chat chat_administrators chat_member")


def set_commands(world: World, params: Params) -> bool:
    """`setMyCommands`."""
    commands = params.get("commands") or []
    need(isinstance(commands, list), "expected an Array of BotCommand")
    checked = [_checked(command) for command in commands]
    need(len(checked) <= _MOST, "BOT_COMMANDS_TOO_MUCH")
    world.commands[_key(world, params)] = checked
    return True


def get_commands(world: World, params: Params) -> list[Json]:
    """`getMyCommands`: those set for exactly that scope and language."""
    return world.commands.get(_key(world, params), [])


def delete_commands(world: World, params: Params) -> bool:
    """`deleteMyCommands`."""
    world.commands.pop(_key(world, params), None)
    return True


def seen(world: World, user_id: int, chat_id: int) -> list[Json]:
    """The menu that a person sees in a chat: the narrowest scope that has commands."""
    language = world.user(user_id).get("language_code", "").partition("-")[0]
    status = world.chat(chat_id).members.get(user_id, "member")
    of_chat = [f"chat {chat_id}"]
    if chat_id < 0:
        of_chat.insert(0, f"chat_member {chat_id} {user_id}")
    if chat_id < 0 and status in {"administrator", "creator"}:
        of_chat.insert(1, f"chat_administrators {chat_id}")
        of_chat.append("all_chat_administrators")
    rest = ["all_private_chats" if chat_id > 0 else "all_group_chats", "default"]
    keys = [(scope, spoken) for scope in of_chat + rest for spoken in (language, "")]
    return next((world.commands[key] for key in keys if world.commands.get(key)), [])


def _checked(command: Any) -> Json:
    need(isinstance(command, dict), "can't parse BotCommand: expected an Object")
    name = str(command.get("command", "")).strip().removeprefix("/")
    description = str(command.get("description", "")).strip()
    need(name, "command must be non-empty")
    need(len(name) <= _MOST_NAME, f"command length must not exceed {_MOST_NAME}")
    need(_NAME.fullmatch(name), "BOT_COMMAND_INVALID")
    need(description, "command description must be non-empty")
    too_long = len(description) > _MOST_DESCRIPTION
    need(not too_long, f"command description length must not exceed {_MOST_DESCRIPTION}")
    return {"command": name, "description": description}


def _key(world: World, params: Params) -> tuple[str, str]:
    """Scope as one text, and language. A scope of a chat needs one that the server knows."""
    scope = params.get("scope") or {"type": "default"}
    need(isinstance(scope, dict), "can't parse BotCommandScope: BotCommandScope must be an Object")
    kind, language = scope.get("type"), str(params.get("language_code", ""))
    if kind in _GENERAL:
        return str(kind), language
    bad = "can't parse BotCommandScope: "
    need(kind in _OF_A_CHAT, f"{bad}Unsupported type specified")
    need(scope.get("chat_id"), f"{bad}Empty chat_id specified")
    chat = world.named({"chat_id": _whole(scope["chat_id"])}, "read")
    need(kind == "chat" or chat.id < 0, "can't use specified scope in private chats")
    parts = [kind, chat.id]
    if kind == "chat_member":
        need(scope.get("user_id"), f"{bad}Invalid user_id specified")
        parts.append(scope["user_id"])
    return " ".join(map(str, parts)), language


def _whole(value: object) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise bad_request("chat not found") from None
