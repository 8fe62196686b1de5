"""The server from another process: POST /control/NAME with a JSON object."""

from typing import TYPE_CHECKING, Any

from tests.botapi.values import Json, words

if TYPE_CHECKING:
    from tests.botapi.api import BotApi

_THINGS = words(
    "chat edit erase expire fault inline media member message migrate press state status text "
    "topic topic_state user"
)
_RETURNED = (dict, list, int, type(None))


class Control:
    """What it can be told to do.

    do        {"things": [["text", {"user": 1001, "text": "..."}], ...]}: methods of `BotApi` by
              name; gives what each returned, as far as that is JSON
    push      {"updates": [{"message": {...}}, ...]}: raw updates without ids; gives how many
    counters  calls by method, refusals, messages shown, updates pending
    sent      {"after": seq}: [seq, monotonic time, method, chat id, message id, text] of what was
              shown since
    reset     faults are lifted, pending updates dropped
    """

    def __init__(self, api: "BotApi") -> None:
        self._api = api

    def __call__(self, name: str, arguments: Json) -> Any:
        """Do it."""
        api = self._api
        match name:
            case "do":
                return [self._do(thing, given) for thing, given in arguments["things"]]
            case "push":
                for update in arguments["updates"]:
                    for kind, payload in update.items():
                        api.world.updates.push(kind, payload)
                return len(arguments["updates"])
            case "counters":
                return api.counters()
            case "sent":
                shown = api.shown(after=int(arguments.get("after", 0)))
                return [
                    [c.seq, c.time, c.method, c.chat_id, c.message["message_id"], c.text]
                    for c in shown
                ]
            case "reset":
                api.faults.clear()
                api.world.updates.pending.clear()
                return True
            case _:
                raise LookupError(f"no control {name!r}")

    def _do(self, thing: str, arguments: Json) -> Any:
        if thing not in _THINGS:
            raise LookupError(f"nobody can {thing!r}")
        result = getattr(self._api, thing)(**arguments)
        return result if isinstance(result, _RETURNED) else None
