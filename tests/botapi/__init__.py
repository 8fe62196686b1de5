"""A small Telegram Bot API server on loopback, for tests and benchmarks that speak real HTTP.

    async with BotApi() as api:  # api.url is the root address, api.token the bot's token
        api.text(1001, "你好")  # what people do: text, edit, media, press, inline, member
        shown = await api.wait(1, chat=1001)  # what the bot shows in return
        assert api.errors == []  # no refusal that the bot brought about

Refusals read as those of Telegram's own server. Where Telegram is silent, this one is strict: an
entity without length and a button without a label are refused.
"""

from tests.botapi.api import BotApi
from tests.botapi.call import Call
from tests.botapi.chat import ChatState, TopicState
from tests.botapi.faults import Fault
from tests.botapi.flood import FloodControl, Limit

__all__ = ["BotApi", "Call", "ChatState", "Fault", "FloodControl", "Limit", "TopicState"]
