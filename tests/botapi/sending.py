"""Methods that put messages into a chat, change them or take them away."""

import re

from tests.botapi import markup, text
from tests.botapi.chat import Chat
from tests.botapi.errors import ApiError, need
from tests.botapi.params import Params, Upload
from tests.botapi.values import Json
from tests.botapi.world import World

_LARGEST = 50 << 20
_ACTIONS = re.compile(
    "typing|choose_sticker|find_location|upload_(photo|document)"
    "|(record|upload)_(video|voice|video_note)"
)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(world: World, params: Params) -> Json:
    """`sendMessage`."""
    return _post(world, params, text.message_text(params))


def send_document(world: World, params: Params) -> Json:
    """`sendDocument`: a file that comes along, or the id of one that the server has."""
    given = params.get("document")
    need(given, "there is no document in the request")
    if isinstance(given, str) and given.startswith("attach://"):
        given = params.get(given.removeprefix("attach://"))
    if isinstance(given, Upload):
        need(given.content, "file must be non-empty")
        if len(given.content) > _LARGEST:
            raise ApiError(413, "Request Entity Too Large")
        file_id = f"file{len(world.files) + 1}"
        world.files[file_id] = given
    else:
        file_id = str(given)
    need(file_id in world.files, "wrong file identifier/HTTP URL specified")
    return _post(world, params, text.caption(params), file_id)


def edit_text(world: World, params: Params) -> Json:
    """`editMessageText`. The keyboard goes unless it is given again."""
    content = text.message_text(params)
    chat, message = _own(world, params)
    need("text" in message, "there is no text in the message to edit")
    return _replace(world, chat, message, params, content, "text", "entities")


def edit_markup(world: World, params: Params) -> Json:
    """`editMessageReplyMarkup`."""
    chat, message = _own(world, params)
    return _replace(world, chat, message, params, {})


def delete(world: World, params: Params) -> bool:
    """`deleteMessage`: own ones, in private chats all, in groups all as an administrator."""
    chat = world.named(params, "edit")
    message = chat.message(params.get("message_id"), "message to delete")
    own = message["from"]["id"] == world.bot["id"]
    mighty = chat.id > 0 or chat.members.get(world.bot["id"]) == "administrator"
    need(own or mighty, "message can't be deleted")
    del chat.messages[message["message_id"]]
    return True


def chat_action(world: World, params: Params) -> bool:
    """`sendChatAction`."""
    action = str(params.get("action"))
    need(_ACTIONS.fullmatch(action), "wrong parameter action in request")
    world.named(params, "send").thread_for(params.get("message_thread_id"), None)
    return True


def _post(world: World, params: Params, content: Json, file_id: str = "") -> Json:
    shown = markup.reply_markup(params)
    chat = world.named(params, "send")
    replied = _replied(chat, params)
    thread = chat.thread_for(params.get("message_thread_id"), replied)
    content |= markup.inline_part(shown) | chat.in_thread(thread)
    content |= chat.quoted(replied["message_id"]) if replied else {}
    if file_id:
        content["document"] = _document(file_id, world.files[file_id])
    message = world.post(chat, world.bot, content)
    if shown.get("keyboard") or shown.get("remove_keyboard"):
        chat.keyboard = markup.labels(shown.get("keyboard", []))
    if shown and "reply_markup" not in content:
        chat.uneditable.add(message["message_id"])
    return message


def _document(file_id: str, file: Upload) -> Json:
    return {
        "file_id": file_id,
        "file_unique_id": file_id,
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.content),
    }


def _replied(chat: Chat, params: Params) -> Json | None:
    """The message that is replied to; None if there is none and need not be."""
    reply = params.get("reply_parameters") or {
        "message_id": params.get("reply_to_message_id"),
        "allow_sending_without_reply": params.get("allow_sending_without_reply"),
    }
    need(isinstance(reply, dict), "object expected as reply parameters")
    message_id = reply.get("message_id")
    if not message_id:
        return None
    found = chat.messages.get(message_id)
    may_lack = reply.get("allow_sending_without_reply")
    need(found or may_lack, "message to be replied not found")
    return found


def _own(world: World, params: Params) -> tuple[Chat, Json]:
    """The message to edit. One with a reply keyboard can't be, and others' can't."""
    need("inline_message_id" not in params, "MESSAGE_ID_INVALID")
    chat = world.named(params, "edit")
    message = chat.message(params.get("message_id"), "message to edit")
    own = message["from"]["id"] == world.bot["id"]
    editable = message["message_id"] not in chat.uneditable
    need(own and editable, "message can't be edited")
    return chat, message


def _replace(
    world: World, chat: Chat, old: Json, params: Params, content: Json, *replaced: str
) -> Json:
    """The message with that content and the keyboard of the call."""
    dropped = {*replaced, "reply_markup", "edit_date"}
    new = {key: value for key, value in old.items() if key not in dropped}
    new |= content | markup.inline_part(markup.reply_markup(params))
    need(new != {key: value for key, value in old.items() if key != "edit_date"}, _SAME)
    new["edit_date"] = int(world.clock())
    chat.messages[new["message_id"]] = new
    return new
