"""The assistant: hears a text or a pressed button, and replies. Every transport goes through here.

What it must remember of a chat is one small value, `Conversation`, which the caller keeps.
"""

import datetime as dt
from collections.abc import Sequence

from bot.answering.answerer import Answerer, Finding
from bot.answering.compose import answer_text
from bot.answering.index import Match
from bot.answering.menu import page_of, topic_of, topic_page, topics_page, way_on
from bot.answering.picking import command, numbered, pick, rejects, turns
from bot.answering.verdict import MOST_OFFERED
from bot.knowledge.entry import Smalltalk
from bot.messages import (
    Action,
    Button,
    Candidate,
    Conversation,
    NoneOfThese,
    Reply,
    ShowEntry,
    ShowTopic,
    ShowTopics,
    Verdict,
)
from bot.texts import chat as texts

MEMORY = dt.timedelta(minutes=10)
"""How long a number typed in answer to a list still means that list."""
MOST_ASKED = 500
"""Characters of the longest question; what is longer was pasted, and is not looked at."""


class Assistant:
    """Replies from one knowledge base. Immutable; `now` and the conversation come in."""

    def __init__(self, answerer: Answerer, wording: texts.Wording = texts.TERMINAL) -> None:
        self.answerer = answerer
        self.wording = wording
        self.base = answerer.base
        self._commands = {
            command: talk for talk in self.base.smalltalk.values() for command in talk.commands
        }

    def hear(
        self, text: str, conversation: Conversation, now: dt.datetime
    ) -> tuple[Reply, Conversation]:
        """Reply to a typed text: a number or label just offered, a command, or a question."""
        offered = conversation.offered if now - conversation.at <= MEMORY else ()
        if (button := pick(text, offered)) is not None:
            reply = self._act(button.action, offered)
        elif offered and numbered(text) is not None:
            wrong = self.wording.out_of_range.format(count=len(offered))
            reply = Reply(Verdict.SMALLTALK, wrong, offered)
        elif offered and turns(text):
            reply = Reply(Verdict.SMALLTALK, texts.NO_SUCH_PAGE, offered)
        elif rejects(text, list_open=bool(offered)):
            reply = self._act(NoneOfThese(), offered)
        elif (typed := command(text)) is not None:
            reply = self._command(typed)
        elif len(text) > MOST_ASKED:
            reply = Reply(Verdict.UNKNOWN, texts.TOO_LONG, way_on(self.base, ()))
        else:
            reply = self.reply_to(self.answerer.judge(text))
        return reply, Conversation(reply.buttons, now)

    def press(
        self, action: Action, offered: Sequence[Button], now: dt.datetime
    ) -> tuple[Reply, Conversation]:
        """Reply to a button, however old it is.

        `offered` are the buttons it stood among, which may be older than the conversation.
        """
        reply = self._act(action, offered)
        return reply, Conversation(reply.buttons, now)

    def stands(self, action: Action) -> bool:
        """Whether what a button opens is still there; knowledge may have changed since."""
        match action:
            case ShowEntry(entry_id):
                return entry_id in self.base.entries
            case ShowTopic(topic_id):
                return any(topic.id == topic_id for topic in self.base.topics)
        return True

    def _act(self, action: Action, offered: Sequence[Button]) -> Reply:
        match action:
            case ShowEntry(entry_id):
                return self._entry(entry_id, ())
            case ShowTopics(page):
                return topics_page(self.base, page)
            case ShowTopic(topic_id, page):
                return topic_page(self.base, topic_id, page)
            case NoneOfThese():
                near = [b.action.entry_id for b in offered if isinstance(b.action, ShowEntry)]
                buttons = way_on(self.base, near)
                return Reply(Verdict.UNKNOWN, texts.NONE_OF_THESE_REPLY, buttons)

    def reply_to(self, finding: Finding) -> Reply:
        """Put a judgement into words and buttons."""
        judgement = finding.judgement
        candidates = self._candidates(judgement.entries)
        match judgement.verdict:
            case Verdict.SMALLTALK if judgement.courtesy:
                talk = self.base.smalltalk[judgement.courtesy.id]
                return self._courtesy(talk, candidates)
            case Verdict.ANSWER:
                return self._entry(candidates[0].id, candidates)
            case Verdict.SUGGEST:
                return self._choice(candidates)
        buttons = way_on(self.base, [candidate.id for candidate in candidates])
        return Reply(Verdict.UNKNOWN, self._refusal(finding), buttons, candidates)

    def _choice(self, candidates: tuple[Candidate, ...]) -> Reply:
        """Ask back: the entries, the whole topic where they share one, and none of these."""
        text = texts.DID_YOU_MEAN if len(candidates) > 1 else texts.DID_YOU_MEAN_ONE
        buttons = [Button(candidate.title, ShowEntry(candidate.id)) for candidate in candidates]
        if len({self.base.topic_of[candidate.id] for candidate in candidates}) == 1:
            buttons.append(self._whole_topic(candidates[0].id))
        buttons.append(Button(texts.NONE_OF_THESE, NoneOfThese()))
        return Reply(Verdict.SUGGEST, text, tuple(buttons), candidates)

    def _entry(self, entry_id: str, candidates: Sequence[Candidate]) -> Reply:
        entry = self.base.entries.get(entry_id)
        if entry is None:
            return Reply(Verdict.UNKNOWN, texts.GONE, way_on(self.base, ()))
        chosen = Candidate(entry.id, entry.title, 100.0, entry.sources, entry.tags)
        related = [Button(self.base.entries[i].title, ShowEntry(i)) for i in entry.related]
        buttons = (*related, self._whole_topic(entry.id))
        text = answer_text(self.base, entry)
        return Reply(Verdict.ANSWER, text, buttons, tuple(candidates) or (chosen,))

    def _whole_topic(self, entry_id: str) -> Button:
        topic = topic_of(self.base, entry_id)
        page = page_of(self.base, entry_id)
        return Button(texts.MORE_OF.format(title=topic.title), ShowTopic(topic.id, page))

    def _command(self, typed: str) -> Reply:
        talk = self._commands.get(typed.split("@", maxsplit=1)[0])
        if talk is not None:
            return self._courtesy(talk, ())
        known = texts.COMMANDS_JOIN.join((*self._commands, *self.wording.more_commands))
        text = texts.NO_COMMAND.format(commands=known)
        return Reply(Verdict.UNKNOWN, text, way_on(self.base, ()))

    def _courtesy(self, talk: Smalltalk, candidates: tuple[Candidate, ...]) -> Reply:
        buttons = topics_page(self.base, 0).buttons if talk.opens == "topics" else ()
        said = talk.on_telegram if self.wording.telegram and talk.on_telegram else talk.reply
        return Reply(Verdict.SMALLTALK, said, buttons, candidates)

    def _candidates(self, matches: Sequence[Match]) -> tuple[Candidate, ...]:
        found = []
        for match in matches[:MOST_OFFERED]:
            entry = self.base.entries[match.id]
            score = round(match.likeness, 1)
            found.append(Candidate(entry.id, entry.title, score, entry.sources, entry.tags))
        return tuple(found)

    def _refusal(self, finding: Finding) -> str:
        judgement = finding.judgement
        if not finding.read.text:
            return texts.EMPTY
        if judgement.guard is None or not judgement.believed:
            return f"{texts.UNKNOWN}\n{texts.UNKNOWN_HINT}"
        guard = self.base.guards[judgement.guard.id]
        return f"{guard.reply or texts.GUARD.format(title=guard.title)}\n{texts.GUARD_HINT}"
