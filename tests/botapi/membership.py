"""Who belongs to a chat: what the bot may ask about it, and leaving."""

from tests.botapi.chat import Chat, ChatState
from tests.botapi.errors import need
from tests.botapi.params import Params
from tests.botapi.values import Json, words
from tests.botapi.world import World

_RIGHTS = words(
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories can_pin_messages can_manage_topics"
)
_PERMISSIONS = words(
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_change_info can_invite_users can_pin_messages "
    "can_manage_topics can_edit_tag can_react_to_messages"
)
_GIFTS = words(
    "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels"
)
_STATES = {
    "kicked": ChatState.KICKED,
    "left": ChatState.LEFT,
    "restricted": ChatState.RESTRICTED,
}


def get_chat(world: World, params: Params) -> Json:
    """`getChat`."""
    more = {"accent_color_id": 0, "max_reaction_count": 11}
    gifts = {"accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    return world.named(params, "read").public() | more | gifts


def get_chat_member(world: World, params: Params) -> Json:
    """`getChatMember`. Somebody known who is not there has left; of others nothing is known."""
    chat, user_id = world.named(params, "read"), params.get("user_id")
    need(isinstance(user_id, int), "invalid user_id specified")
    own = user_id == world.bot["id"]
    need(own or user_id in world.users, "PARTICIPANT_ID_INVALID")
    user = world.bot if own else world.users[int(str(user_id))]
    return member(user, chat.members.get(user["id"], "left"))


def leave_chat(world: World, params: Params) -> bool:
    """`leaveChat`; Telegram tells the bot of it as of any other change."""
    chat = world.named(params, "read")
    need(chat.id < 0, "can't leave private chats")
    change(world, chat, "left", world.bot)
    return True


def member(user: Json, status: str) -> Json:
    """A ChatMember object."""
    known: Json = {"user": user, "status": status}
    match status:
        case "creator":
            return known | {"is_anonymous": False}
        case "administrator":
            rights = dict.fromkeys(_RIGHTS, True)
            return known | rights | {"is_anonymous": False, "can_be_edited": False}
        case "restricted":
            permissions = dict.fromkeys(_PERMISSIONS, False)
            return known | permissions | {"is_member": True, "until_date": 0}
        case "kicked":
            return known | {"until_date": 0}
        case _:
            return known


def change(world: World, chat: Chat, status: str, by: Json) -> Json:
    """The bot's status in a chat changes: pushes and returns `my_chat_member`."""
    bot = world.bot
    update = {
        "chat": chat.public(),
        "from": by,
        "date": int(world.clock()),
        "old_chat_member": member(bot, chat.members.get(bot["id"], "left")),
        "new_chat_member": member(bot, status),
    }
    chat.members[bot["id"]] = status
    state = _STATES.get(status, ChatState.OK)
    chat.state = ChatState.BLOCKED if chat.id > 0 and state != ChatState.OK else state
    world.push("my_chat_member", update, chat.id)
    return update
