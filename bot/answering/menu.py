"""Browsing: topics, their entries, and the way on from a dead end."""

from collections.abc import Iterable, Sequence

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.entry import Topic
from bot.messages import Action, Button, Reply, ShowEntry, ShowTopic, ShowTopics, Verdict
from bot.texts import chat as texts

PAGE = 8
"""Buttons of one page, without those for turning it."""


def topics_page(base: KnowledgeBase, page: int) -> Reply:
    """One page of all topics, counted from 0; a page beyond the last shows the last."""
    buttons = [Button(topic.title, ShowTopic(topic.id)) for topic in base.topics]
    shown, page, pages = _page(buttons, page)
    title = texts.TOPICS if pages == 1 else texts.TOPICS_PAGE.format(page=page + 1, pages=pages)
    turns = _turns(page, pages, [ShowTopics(n) for n in range(pages)])
    return Reply(Verdict.SMALLTALK, title, (*shown, *turns))


def topic_page(base: KnowledgeBase, topic_id: str, page: int) -> Reply:
    """One page of a topic's entries, counted from 0; of a topic that is gone, all topics."""
    topic = next((topic for topic in base.topics if topic.id == topic_id), None)
    if topic is None:
        return topics_page(base, 0)
    buttons = [Button(entry.title, ShowEntry(entry.id)) for entry in base.entries_of(topic_id)]
    shown, page, pages = _page(buttons, page)
    title = (
        texts.TOPIC.format(title=topic.title)
        if pages == 1
        else texts.TOPIC_PAGE.format(title=topic.title, page=page + 1, pages=pages)
    )
    turns = _turns(page, pages, [ShowTopic(topic_id, n) for n in range(pages)])
    everything = Button(texts.ALL_TOPICS, ShowTopics())
    return Reply(Verdict.SMALLTALK, title, (*shown, *turns, everything))


def topic_of(base: KnowledgeBase, entry_id: str) -> Topic:
    """The topic an entry stands in."""
    return next(topic for topic in base.topics if topic.id == base.topic_of[entry_id])


def page_of(base: KnowledgeBase, entry_id: str) -> int:
    """The page of its topic that shows an entry, so that a reader comes back to where he was."""
    siblings = [entry.id for entry in base.entries_of(base.topic_of[entry_id])]
    return siblings.index(entry_id) // PAGE


def way_on(base: KnowledgeBase, near_entries: Iterable[str]) -> tuple[Button, ...]:
    """Where to go when there is no answer: the topics of the entries that came near, and all."""
    near = dict.fromkeys(base.topic_of[i] for i in near_entries if i in base.entries)
    titles = {topic.id: topic.title for topic in base.topics}
    topics = [Button(titles[topic_id], ShowTopic(topic_id)) for topic_id in near]
    return (*topics, Button(texts.ALL_TOPICS, ShowTopics()))


def _page(buttons: Sequence[Button], page: int) -> tuple[Sequence[Button], int, int]:
    pages = max(1, -(-len(buttons) // PAGE))
    page = min(max(page, 0), pages - 1)
    return buttons[page * PAGE : (page + 1) * PAGE], page, pages


def _turns(page: int, pages: int, to: Sequence[Action]) -> Iterable[Button]:
    if page + 1 < pages:  # first, so that going on has the same number on every page
        yield Button(texts.MORE, to[page + 1])
    if page > 0:
        yield Button(texts.BACK, to[page - 1])
