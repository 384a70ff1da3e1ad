"""One figure or text of a document is changed: a finding names the place. A sample; `make bench` tries every figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests import mutated, mutations, reading
from tests.mutated import Outcome

FIGURES, TEXTS = 36, 24  # changes tried of each group of documents
NOTHING = "nothing"
GROUPS = {"own": mutations.CLEAN, "seeds": reading.SEEDS}


@pytest.fixture(scope="module", params=GROUPS)
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    """What comes of a sample of the changes, the same each time, spread over the documents and the kinds of change."""
    paths: Sequence[Path] = GROUPS[request.param]
    if not paths:
        pytest.skip(f"no real documents in {reading.SEEDS_FOLDER}; name their folder with MINGZHANG_SEEDS")
    with mutated.Auditor(paths) as auditor:
        todo = []
        for changes, wanted in ((mutations.figures, FIGURES), (mutations.texts, TEXTS)):
            every = [(name, change) for name, base in auditor.bases.items() for change in changes(base)]
            assert len(every) > wanted, "too few changes to take a sample of"
            todo += [every[place * len(every) // wanted] for place in range(wanted)]
        for name, base in auditor.bases.items():
            todo.append((name, mutations.Mutation(NOTHING, {1: base.text.split("\n")[0] + " "})))
        return list(auditor.outcomes(todo))


def of_figures(outcomes: list[Outcome], figures: bool) -> list[Outcome]:
    return [one for one in outcomes if bool(one.mutation.cell) is figures and one.mutation.kind != NOTHING]


def missed(outcomes: list[Outcome]) -> list[str]:
    return [
        f"{one.document}: {one.mutation.kind}: {one.mutation.cell} {one.mutation.was} → {one.mutation.now}"
        for one in outcomes if not one.caught and not one.excused
    ]  # fmt: skip


def test_changed_figures_are_found_where_they_stand(outcomes: list[Outcome]) -> None:
    tried = [one for one in of_figures(outcomes, True) if one.mutation.now or not one.mutation.cell.startswith("p")]
    assert not [one for one in tried if one.misplaced], "another cell than the one meant was changed"
    assert mutated.share(tried) >= 0.98, missed(tried)


def test_figures_struck_out_of_a_sentence_are_found_too(outcomes: list[Outcome]) -> None:
    tried = of_figures(outcomes, True)
    assert mutated.share(tried) >= 0.98, missed(tried)


def test_a_changed_figure_gives_no_finding_that_has_nothing_to_do_with_it(outcomes: list[Outcome]) -> None:
    wrong = [(one.mutation, one.elsewhere) for one in of_figures(outcomes, True) if one.elsewhere]
    assert wrong == []


def test_changed_texts_are_found(outcomes: list[Outcome]) -> None:
    tried = of_figures(outcomes, False)
    assert mutated.share(tried) >= 0.95, missed(tried)


def test_a_document_in_which_nothing_was_changed_gives_no_new_finding(outcomes: list[Outcome]) -> None:
    """Else a change would count as caught whatever it was."""
    same = [one for one in outcomes if one.mutation.kind == NOTHING]
    assert same and [(one.document, one.caught, one.new) for one in same if one.caught or one.new or one.refused] == []
