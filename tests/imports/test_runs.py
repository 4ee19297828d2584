"""A sent file waits, is looked at, applied: once, by one, and can be stopped until it is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refusal
from app.extensions import db
from app.imports.runs import telling, uploads
from app.imports.runs.progress import Part
from app.imports.runs.stages import MOVES, STOPPED, WAITING, Run, Stage
from tests.builders import Builder
from tests.imports.sent_files import WHERE, stored, wanted, worked


def test_the_moves_cover_every_stage_and_what_waits_can_be_stopped() -> None:
    assert set(MOVES) == set(Stage)
    assert set(STOPPED) == WAITING
    assert all(after in MOVES[stage] for stage, after in STOPPED.items())


def test_a_file_is_looked_at_applied_and_done(send: Callable[..., Run], folder: Path) -> None:
    run = wanted(send())
    assert stored() == (0, 0)
    done = worked(run)
    assert (done.stage, done.attempts) == (Stage.DONE, 0)
    assert done.done
    assert (done.done["create"], done.done["batch"]) == (2, 1)
    assert stored() == (2, 1)
    assert worked(done) == done
    assert telling.apply(folder, done, "anything") == done
    assert stored() == (2, 1)


def test_what_was_committed_and_not_noted_is_noted_by_the_next_and_not_stored_again(
    send: Callable[..., Run], folder: Path
) -> None:
    run = wanted(send())
    done = worked(run)
    with uploads.changing(folder):
        uploads.change(folder, replace(done, stage=Stage.APPLY), attempts=1, done=None)
    again = worked(run)
    assert again.done == done.done
    assert stored() == (2, 1)


def test_other_choices_are_looked_at_anew_and_change_nothing_else(
    send: Callable[..., Run], folder: Path
) -> None:
    run = worked(send())
    chosen = telling.choose(folder, run, WHERE | {"kind": "equipment"})
    assert chosen.stage is Stage.LOOK
    assert telling.choose(folder, chosen, WHERE | {"kind": "equipment"}) == chosen
    found = uploads.findings(folder, worked(chosen))
    assert found
    assert found.listed == "equipment"
    assert stored() == (0, 0)


def test_what_changed_since_it_was_looked_at_is_shown_again_and_not_applied(
    send: Callable[..., Run], folder: Path, make: Builder
) -> None:
    run = wanted(send(building="Main"))
    make.room(name="A1", building=make.building(name="Main", site=make.site(name="Campus")))
    db.session.commit()
    back = worked(run)
    assert back.stage is Stage.LOOKED
    assert back.problem
    assert back.problem.message == telling.CHANGED
    found = uploads.findings(folder, back)
    assert found
    assert found.figures == {"create": 1, "change": 0, "same": 1, "refused": 0}
    with pytest.raises(Refusal, match="Something has changed"):
        telling.apply(folder, back, run.seen)
    assert stored() == (1, 0)


def test_a_list_that_can_not_be_applied_as_it_is_says_so(
    send: Callable[..., Run], folder: Path
) -> None:
    run = worked(send(site=""))
    found = uploads.findings(folder, run)
    assert found
    assert found.refused
    assert found.refused.where == "site"
    with pytest.raises(Refusal, match="can't be imported as it is"):
        telling.apply(folder, run, found.fingerprint)


def test_a_stop_at_any_word_of_progress_stores_nothing(
    send: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, tell, said, last = wanted(send()), telling.Teller.__call__, 0, 1

    def stopping(teller: telling.Teller, *words: Any) -> None:
        nonlocal said
        said += 1
        if said == last:
            telling.stop(folder, run)
        tell(teller, *words)

    monkeypatch.setattr(telling.Teller, "__call__", stopping)
    while (came := worked(run)).stage is Stage.LOOKED:
        assert (said, stored()) == (last, (0, 0))
        run, said, last = telling.apply(folder, came, run.seen), 0, last + 1
    assert last > len(Part)
    assert (came.stage, stored()) == (Stage.DONE, (2, 1))


def test_a_stop_of_what_waits_ends_it_at_once(send: Callable[..., Run], folder: Path) -> None:
    assert telling.stop(folder, send()).stage is Stage.STOPPED
    run = wanted(send())
    assert telling.stop(folder, run).stage is Stage.LOOKED
    assert worked(run).stage is Stage.LOOKED
    assert stored() == (0, 0)


def test_a_stop_after_the_commit_is_too_late_and_says_so(
    send: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, commit = wanted(send()), db.session.commit

    def and_then_stopped() -> None:
        commit()
        telling.stop(folder, run)

    monkeypatch.setattr(db.session, "commit", and_then_stopped)
    done = worked(run)
    assert (done.stage, done.too_late) == (Stage.DONE, True)
    assert telling.stop(folder, done) == done
    monkeypatch.undo()
    assert stored() == (2, 1)


def test_choices_while_it_is_looked_at_are_what_comes_of_it(
    send: Callable[..., Run], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, tell, chosen = send(), telling.Teller.__call__, False

    def choosing(teller: telling.Teller, *words: Any) -> None:
        nonlocal chosen
        if not chosen:
            chosen = True
            telling.choose(folder, run, WHERE | {"kind": "equipment"})
        tell(teller, *words)

    monkeypatch.setattr(telling.Teller, "__call__", choosing)
    looked = worked(run)
    found = uploads.findings(folder, looked)
    assert (looked.stage, looked.turn) == (Stage.LOOKED, 2)
    assert found
    assert found.listed == "equipment"


def test_nothing_is_chosen_while_it_is_stored(send: Callable[..., Run], folder: Path) -> None:
    run = wanted(send())
    with pytest.raises(Refusal, match="just being stored"):
        telling.choose(folder, run, {})


def test_two_workers_never_have_the_same_run(send: Callable[..., Run], folder: Path) -> None:
    run = wanted(send())
    with uploads.working_on(folder, run.token) as mine:
        assert mine
        assert worked(run) == run
    assert worked(run).stage is Stage.DONE
