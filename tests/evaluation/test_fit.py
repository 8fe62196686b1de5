from collections import Counter
from dataclasses import replace

import pytest

from bot.answering.answerer import items
from bot.answering.features import extract
from bot.answering.index import Item, Kind
from bot.answering.normalise import Normaliser
from bot.answering.verdict import probability, signals
from bot.app import load_checked
from bot.evaluation.fit import ANSWER_SIGNALS, BLEND, OFFER_SIGNALS, UNFORESEEN, TooLittle, fit
from bot.evaluation.trials import FOLDS, held_out_items, held_out_phrasings
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.folders import Folders
from bot.knowledge.load import load
from tests.conftest import SMALL, TODAY, Edit


@pytest.fixture(scope="module")
def tiny() -> KnowledgeBase:
    return load_checked(Folders(SMALL / "knowledge", SMALL / "seeds"), TODAY)


@pytest.fixture(scope="module")
def asked(tiny: KnowledgeBase) -> list[Item]:
    return list(items(tiny, Normaliser(tiny.synonyms)))


def test_the_same_knowledge_gives_the_same_numbers(tiny: KnowledgeBase, small: Folders) -> None:
    assert fit(load(small)) == fit(tiny)


def test_the_numbers_name_the_knowledge(tiny: KnowledgeBase) -> None:
    fitted = fit(tiny)
    assert fitted.fitted_on == tiny.digest
    assert tuple(fitted.answer.weights) == ANSWER_SIGNALS
    assert tuple(fitted.offer.weights) == OFFER_SIGNALS
    assert sum(fitted.blend.values()) == pytest.approx(1)


@pytest.mark.parametrize(("model", "among"), [("answer", 1), ("offer", 3)])
def test_as_many_are_right_as_the_numbers_promise(
    model: str, among: int, tiny: KnowledgeBase, asked: list[Item]
) -> None:
    inside = list(held_out_phrasings(asked, BLEND))
    weighted = [(trial, 1.0) for trial in inside]
    for kind in (Kind.GUARD, Kind.ENTRY):
        outside = list(held_out_items(asked, BLEND, kind))
        weighted += [(trial, UNFORESEEN * len(inside) / len(outside)) for trial in outside]
    fitted, promised, right = getattr(fit(tiny), model), 0.0, 0.0
    for trial, weight in weighted:
        entries = [m for m in trial.matches if m.kind is Kind.ENTRY]
        guard = next((m for m in trial.matches if m.kind is Kind.GUARD), None)
        if entries:
            promised += weight * probability(fitted, signals(entries, guard, trial.length))
            right += weight * (trial.right in [m.id for m in entries[:among]])
    assert promised == pytest.approx(right, abs=0.01)


def test_other_phrasings_give_other_numbers(tiny: KnowledgeBase, with_file: Edit) -> None:
    name = "knowledge/entries/dues.yaml"
    content = (SMALL / name).read_text(encoding="utf-8")
    changed = fit(load(with_file(name, content.replace("垫付党费", "党费基数怎么算"))))
    assert changed.fitted_on != fit(tiny).fitted_on
    assert changed.answer != fit(tiny).answer


def test_another_answer_gives_the_same_numbers(tiny: KnowledgeBase, with_file: Edit) -> None:
    name = "knowledge/entries/dues.yaml"
    content = (SMALL / name).read_text(encoding="utf-8")
    assert "不能垫。" in content
    assert fit(load(with_file(name, content.replace("不能垫。", "别垫。")))) == fit(tiny)


def test_knowledge_without_guards_can_be_fitted(small: Folders) -> None:
    (small.knowledge / "guards" / "near.yaml").unlink()
    base = load(small)
    assert fit(base).fitted_on == base.digest


def test_every_phrasing_of_every_entry_is_held_out_once(asked: list[Item]) -> None:
    trials = list(held_out_phrasings(asked, BLEND))
    expected = {item.id: len(item.phrasings) for item in asked if item.kind is Kind.ENTRY}
    assert Counter(trial.right for trial in trials) == expected
    assert expected


def test_a_phrasing_held_out_is_not_seen(asked: list[Item]) -> None:
    assert all(
        match.wording < 100 for trial in held_out_phrasings(asked, BLEND) for match in trial.matches
    )


def test_most_phrasings_held_out_still_find_something(asked: list[Item]) -> None:
    trials = list(held_out_phrasings(asked, BLEND))
    right = [t for t in trials if t.matches and t.matches[0].id == t.right]
    assert len(right) > len(trials) / 2


@pytest.mark.parametrize("kind", [Kind.ENTRY, Kind.GUARD])
def test_an_item_held_out_is_not_seen(kind: Kind, asked: list[Item]) -> None:
    trials = list(held_out_items(asked, BLEND, kind))
    own = [item for item in asked if item.kind is kind]
    assert len(trials) == sum(len(item.phrasings[::FOLDS]) for item in own)
    assert all(trial.right is None for trial in trials)
    owners = [item.id for item in own for _ in item.phrasings[::FOLDS]]
    for owner, trial in zip(owners, trials, strict=True):
        assert owner not in [match.id for match in trial.matches]


def test_trials_count_letters(asked: list[Item]) -> None:
    lengths = {trial.length for trial in held_out_phrasings(asked, BLEND)}
    phrasings = (p for i in asked if i.kind is Kind.ENTRY for p in i.phrasings)
    assert lengths == {extract(p).letters for p in phrasings}


def test_too_little_to_learn_from(tiny: KnowledgeBase) -> None:
    one = {"who-chairs": tiny.entries["who-chairs"]}
    with pytest.raises(TooLittle):
        fit(replace(tiny, entries=one, guards={}, smalltalk={}))
