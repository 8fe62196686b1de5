"""The assistant: hears a text or a pressed button, and replies. Every transport goes through here.

What it must remember of a chat is one small value, `Conversation`, which the caller keeps.
"""

import datetime as dt
from collections.abc import Sequence

from bot.answering.answerer import Answerer
from bot.answering.leaning import Leaning
from bot.answering.menu import way_on
from bot.answering.picking import command, numbered, pick, rejects, turns
from bot.answering.replying import Replies
from bot.answering.several import fresh, questions
from bot.answering.subjects import Subjects
from bot.messages import (
    Action,
    Button,
    Conversation,
    NoneOfThese,
    Reply,
    ShowEntry,
    ShowTopic,
    Verdict,
)
from bot.texts import chat as texts

MEMORY = dt.timedelta(minutes=10)
"""How long a number typed in answer to a list still means that list, and a question may lean on the
answer before it."""
MOST_ASKED = 500
"""Characters of the longest question; what is longer was pasted, and is not looked at."""


class Assistant:
    """Replies from one knowledge base. Immutable; `now` and the conversation come in."""

    def __init__(self, answerer: Answerer, wording: texts.Wording = texts.TERMINAL) -> None:
        self.answerer = answerer
        self.base = answerer.base
        self.wording = wording
        self._leaning = Leaning(answerer)
        self._subjects = Subjects(answerer.base, answerer.normalise)
        self._replies = Replies(answerer.base, wording)

    def hear(
        self, text: str, conversation: Conversation, now: dt.datetime
    ) -> tuple[Reply, Conversation]:
        """Reply to a typed text: a number or label just offered, a command, or a question."""
        if now - conversation.at > MEMORY:
            conversation = Conversation()
        offered = conversation.offered
        if (button := pick(text, offered)) is not None:
            reply = self._replies.to_action(button.action, offered)
        elif offered and numbered(text) is not None:
            wrong = self.wording.out_of_range.format(count=len(offered))
            reply = Reply(Verdict.SMALLTALK, wrong, offered)
        elif offered and turns(text):
            reply = Reply(Verdict.SMALLTALK, texts.NO_SUCH_PAGE, offered)
        elif rejects(text, list_open=bool(offered)):
            reply = self._replies.to_action(NoneOfThese(), offered)
        elif (typed := command(text)) is not None:
            reply = self._replies.to_command(typed)
        elif len(text) > MOST_ASKED:
            reply = Reply(Verdict.UNKNOWN, texts.TOO_LONG, way_on(self.base, ()))
        else:
            reply = self._ask(text, conversation)
        return reply, _following(reply, conversation, now)

    def press(
        self, action: Action, offered: Sequence[Button], now: dt.datetime
    ) -> tuple[Reply, Conversation]:
        """Reply to a button, however old it is.

        `offered` are the buttons it stood among, which may be older than the conversation.
        """
        reply = self._replies.to_action(action, offered)
        return reply, _following(reply, Conversation(), now)

    def stands(self, action: Action) -> bool:
        """Whether what a button opens is still there; knowledge may have changed since."""
        match action:
            case ShowEntry(entry_id):
                return entry_id in self.base.entries
            case ShowTopic(topic_id):
                return any(topic.id == topic_id for topic in self.base.topics)
        return True

    def _ask(self, text: str, conversation: Conversation) -> Reply:
        """Answer a question, or the two that the text asks."""
        about, asked = conversation.about, fresh(text)
        if asked != text:
            about = ""
        if subject := self._subjects.bare(asked):
            entries = self._subjects.entries(subject)
            finding = self._leaning.same_of(subject, about)
            if finding is not None and finding.answered in entries:
                return self._replies.to_finding(finding, conversation)
            return self._replies.to_subject(self.answerer.judge(subject), entries)
        several = questions(asked)
        if len(several) > 1:
            first = self._leaning.judge(several[0], about)
            if first.answered:
                second = self._leaning.judge(several[1], first.answered)
                if second.answered and second.answered != first.answered:
                    return self._replies.both(first, second)
        return self._replies.to_finding(self._leaning.judge(asked, about), conversation)


def _following(reply: Reply, before: Conversation, now: dt.datetime) -> Conversation:
    """What the next text may mean: an answer is what it leans on, most choices end that."""
    match reply.verdict:
        case Verdict.ANSWER:
            about = reply.candidates[0].id
        case Verdict.SUGGEST:
            about = reply.about
        case _:
            about = before.about
    return Conversation(reply.buttons, now, about)
