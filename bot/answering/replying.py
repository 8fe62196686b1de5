"""Judgements, entries and courtesies put into words and buttons."""

from collections.abc import Sequence

from bot.answering.answerer import Finding
from bot.answering.compose import answer_text
from bot.answering.index import Match
from bot.answering.menu import page_of, topic_of, topic_page, topics_page, way_on
from bot.answering.passage import passage
from bot.answering.verdict import MOST_OFFERED
from bot.knowledge.base import KnowledgeBase
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

OF_SUBJECT = 5
"""So many entries of a subject are offered to somebody who named nothing else."""
_NOTHING = Conversation()


class Replies:
    """Composes replies from one knowledge base. Immutable."""

    def __init__(self, base: KnowledgeBase, wording: texts.Wording) -> None:
        self.base = base
        self.wording = wording
        self._commands = {
            command: talk for talk in base.smalltalk.values() for command in talk.commands
        }

    def to_finding(self, finding: Finding, before: Conversation = _NOTHING) -> Reply:
        """Put a judgement into words and buttons."""
        judgement = finding.judgement
        candidates = self._candidates(judgement.entries)
        match judgement.verdict:
            case Verdict.SMALLTALK if judgement.courtesy:
                talk = self.base.smalltalk[judgement.courtesy.id]
                return self._courtesy(talk, candidates, before)
            case Verdict.ANSWER if finding.goes_on and finding.answered == before.about:
                return self._same(finding, candidates)
            case Verdict.ANSWER:
                return self.entry(candidates[0].id, candidates)
            case Verdict.SUGGEST:
                return self._choice(candidates)
        buttons = way_on(self.base, [candidate.id for candidate in candidates])
        return Reply(Verdict.UNKNOWN, self._refusal(finding), buttons, candidates)

    def both(self, first: Finding, second: Finding) -> Reply:
        """Answer two questions of one message: one in full, of the other what it comes to."""
        ours, theirs = (self._candidates(f.judgement.entries[:1]) for f in (first, second))
        reply = self.entry(ours[0].id, (*ours, *theirs))
        other = self.base.entries[theirs[0].id]
        also = texts.ALSO.format(title=other.title, lead=other.lead)
        kept = [button for button in reply.buttons if button.action != ShowEntry(other.id)]
        buttons = (Button(other.title, ShowEntry(other.id)), *kept)
        return Reply(Verdict.ANSWER, f"{reply.text}\n\n{also}", buttons, reply.candidates)

    def to_subject(self, finding: Finding, entry_ids: Sequence[str]) -> Reply:
        """Ask back which of these entries is meant by somebody who named a subject only."""
        shown = [self.base.entries[entry_id] for entry_id in entry_ids[:OF_SUBJECT]]
        buttons = [Button(entry.title, ShowEntry(entry.id)) for entry in shown]
        buttons += [self._whole_topic(shown[0].id), Button(texts.NONE_OF_THESE, NoneOfThese())]
        candidates = self._candidates(finding.judgement.entries)
        return Reply(Verdict.SUGGEST, texts.DID_YOU_MEAN, tuple(buttons), candidates)

    def to_action(self, action: Action, offered: Sequence[Button]) -> Reply:
        """What a button brings that stood among `offered`."""
        match action:
            case ShowEntry(entry_id):
                return self.entry(entry_id, ())
            case ShowTopics(page):
                return topics_page(self.base, page)
            case ShowTopic(topic_id, page):
                return topic_page(self.base, topic_id, page)
            case NoneOfThese():
                near = [b.action.entry_id for b in offered if isinstance(b.action, ShowEntry)]
                buttons = way_on(self.base, near)
                return Reply(Verdict.UNKNOWN, texts.NONE_OF_THESE_REPLY, buttons)

    def to_command(self, typed: str) -> Reply:
        """What a typed command brings."""
        talk = self._commands.get(typed.split("@", maxsplit=1)[0])
        if talk is not None:
            return self._courtesy(talk, (), _NOTHING)
        known = texts.COMMANDS_JOIN.join((*self._commands, *self.wording.more_commands))
        text = texts.NO_COMMAND.format(commands=known)
        return Reply(Verdict.UNKNOWN, text, way_on(self.base, ()))

    def entry(self, entry_id: str, candidates: Sequence[Candidate]) -> Reply:
        """One entry's answer."""
        entry = self.base.entries.get(entry_id)
        if entry is None:
            return Reply(Verdict.UNKNOWN, texts.GONE, way_on(self.base, ()))
        chosen = Candidate(entry.id, entry.title, 100.0, entry.sources, entry.tags)
        text = answer_text(self.base, entry)
        found = tuple(candidates) or (chosen,)
        return Reply(Verdict.ANSWER, text, self._beside(entry_id), found)

    def _same(self, finding: Finding, candidates: Sequence[Candidate]) -> Reply:
        """The line of the entry answered before that the question goes on about, if one does."""
        entry = self.base.entries[candidates[0].id]
        whole = Button(entry.title, ShowEntry(entry.id))
        buttons = (whole, *self._beside(entry.id))
        line = passage(finding.read.chars, [entry.lead, *entry.steps, entry.unit or ""])
        if line is None and finding.again:
            return self.entry(entry.id, candidates)
        if line is None:
            return Reply(Verdict.SUGGEST, texts.NO_MORE, buttons, tuple(candidates), entry.id)
        text = texts.SAID_BEFORE.format(line=line)
        return Reply(Verdict.ANSWER, text, buttons, tuple(candidates))

    def _beside(self, entry_id: str) -> tuple[Button, ...]:
        """What may be asked next, and the whole topic."""
        related = self.base.entries[entry_id].related
        buttons = [Button(self.base.entries[i].title, ShowEntry(i)) for i in related]
        return (*buttons, self._whole_topic(entry_id))

    def _choice(self, candidates: tuple[Candidate, ...]) -> Reply:
        """Ask back: the entries, the whole topic where they share one, and none of these."""
        text = texts.DID_YOU_MEAN if len(candidates) > 1 else texts.DID_YOU_MEAN_ONE
        buttons = [Button(candidate.title, ShowEntry(candidate.id)) for candidate in candidates]
        if len({self.base.topic_of[candidate.id] for candidate in candidates}) == 1:
            buttons.append(self._whole_topic(candidates[0].id))
        buttons.append(Button(texts.NONE_OF_THESE, NoneOfThese()))
        return Reply(Verdict.SUGGEST, text, tuple(buttons), candidates)

    def _whole_topic(self, entry_id: str) -> Button:
        topic = topic_of(self.base, entry_id)
        page = page_of(self.base, entry_id)
        return Button(texts.MORE_OF.format(title=topic.title), ShowTopic(topic.id, page))

    def _courtesy(
        self, talk: Smalltalk, candidates: tuple[Candidate, ...], before: Conversation
    ) -> Reply:
        about = before.about
        said = talk.on_telegram if self.wording.telegram and talk.on_telegram else talk.reply
        match talk.opens:
            case "again" if about in self.base.entries:
                text = texts.AGAIN.format(lead=self.base.entries[about].lead)
                return Reply(Verdict.SMALLTALK, text, self._beside(about), candidates)
            case "again" if before.offered:
                return Reply(Verdict.SUGGEST, texts.AGAIN_OF_CHOICE, before.offered, candidates)
            case "others" if about in self.base.entries:
                near = [about, *self.base.entries[about].related]
                return Reply(Verdict.UNKNOWN, said, way_on(self.base, near), candidates)
            case "choice":
                buttons = topics_page(self.base, 0).buttons
                return Reply(Verdict.SUGGEST, said, buttons, candidates)
            case None:
                return Reply(Verdict.SMALLTALK, said, (), candidates)
        return Reply(Verdict.SMALLTALK, said, topics_page(self.base, 0).buttons, candidates)

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
