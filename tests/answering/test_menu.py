import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from bot.answering.menu import PAGE, topic_page, topics_page, way_on
from bot.knowledge.base import KnowledgeBase
from bot.messages import Button, Reply, ShowEntry, ShowTopic, ShowTopics, Verdict
from bot.texts import chat as texts
from tests.answering.material import press

ABSURD = (-(10**30), -1, 10**30)


def turn(reply: Reply, label: str) -> Button | None:
    return next((button for button in reply.buttons if button.label == label), None)


def leafed(helper: Assistant, first: Reply) -> list[Reply]:
    """The pages met by going on until the end."""
    pages = [first]
    while button := turn(pages[-1], texts.MORE):
        pages.append(press(helper, button.action))
        assert len(pages) < 100
    return pages


def test_leafing_shows_every_topic_once(helper: Assistant) -> None:
    pages = leafed(helper, topics_page(helper.base, 0))
    shown = [
        button.action.topic_id
        for page in pages
        for button in page.buttons
        if isinstance(button.action, ShowTopic)
    ]
    assert shown == [topic.id for topic in helper.base.topics]
    assert len(pages) > 1


def test_leafing_through_all_topics_shows_every_entry_once(helper: Assistant) -> None:
    shown: list[str] = []
    for topic in helper.base.topics:
        pages = leafed(helper, topic_page(helper.base, topic.id, 0))
        ids = [
            button.action.entry_id
            for page in pages
            for button in page.buttons
            if isinstance(button.action, ShowEntry)
        ]
        assert ids == [entry.id for entry in helper.base.entries_of(topic.id)]
        shown += ids
    assert sorted(shown) == sorted(helper.base.entries)


def test_leafing_back_leads_to_the_first_page(helper: Assistant) -> None:
    first, *rest = leafed(helper, topics_page(helper.base, 0))
    page, steps = rest[-1], 0
    while button := turn(page, texts.BACK):
        page, steps = press(helper, button.action), steps + 1
    assert (page, steps) == (first, len(rest))


def test_a_page_holds_few_buttons(helper: Assistant) -> None:
    for topic in helper.base.topics:
        for page in leafed(helper, topic_page(helper.base, topic.id, 0)):
            entries = [b for b in page.buttons if isinstance(b.action, ShowEntry)]
            assert 1 <= len(entries) <= PAGE
            assert page.buttons[-1] == Button(texts.ALL_TOPICS, ShowTopics())


@given(st.integers())
@settings(deadline=None, max_examples=60)
def test_any_page_number_shows_a_page(base: KnowledgeBase, page: int) -> None:
    reply = topics_page(base, page)
    assert reply.verdict is Verdict.SMALLTALK
    assert any(isinstance(button.action, ShowTopic) for button in reply.buttons)


@pytest.mark.parametrize("page", ABSURD)
def test_an_absurd_page_is_the_nearest_page(page: int, helper: Assistant) -> None:
    topic = max(helper.base.topics, key=lambda t: len(helper.base.entries_of(t.id)))
    for pages, asked in (
        (leafed(helper, topics_page(helper.base, 0)), topics_page(helper.base, page)),
        (
            leafed(helper, topic_page(helper.base, topic.id, 0)),
            topic_page(helper.base, topic.id, page),
        ),
    ):
        assert asked == (pages[0] if page < 0 else pages[-1])
        assert len(pages) > 1


def test_pages_are_counted_only_where_there_are_several(helper: Assistant, tiny: Assistant) -> None:
    assert topics_page(tiny.base, 0).text == texts.TOPICS
    assert topic_page(tiny.base, "dues", 0).text == texts.TOPIC.format(title="党费")
    pages = leafed(helper, topics_page(helper.base, 0))
    expected = [texts.TOPICS_PAGE.format(page=n + 1, pages=len(pages)) for n in range(len(pages))]
    assert [page.text for page in pages] == expected


def test_a_long_topic_counts_its_pages(helper: Assistant) -> None:
    topic = max(helper.base.topics, key=lambda t: len(helper.base.entries_of(t.id)))
    pages = leafed(helper, topic_page(helper.base, topic.id, 0))
    for n, page in enumerate(pages, start=1):
        assert page.text == texts.TOPIC_PAGE.format(title=topic.title, page=n, pages=len(pages))


def test_a_topic_that_is_gone_shows_all_topics(base: KnowledgeBase) -> None:
    assert topic_page(base, "long-gone", 3) == topics_page(base, 0)


@pytest.mark.parametrize(
    ("near", "labels"),
    [
        pytest.param([], ["全部话题"], id="nothing near"),
        pytest.param(["how-often"], ["开会", "全部话题"], id="one topic"),
        pytest.param(["how-often", "who-chairs"], ["开会", "全部话题"], id="a topic once"),
        pytest.param(
            ["dues-advance", "how-often"], ["党费", "开会", "全部话题"], id="nearest first"
        ),
        pytest.param(["long-gone", "dues-advance"], ["党费", "全部话题"], id="an entry gone"),
    ],
)
def test_way_on(near: list[str], labels: list[str], tiny: Assistant) -> None:
    assert [button.label for button in way_on(tiny.base, near)] == labels
