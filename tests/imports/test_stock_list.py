"""What sites have of their spares comes in as it goes out; a number that differs was counted."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.equipment.models import Spare, SpareStock, StockMove
from app.equipment.stock import numbers
from app.errors import Refusal
from app.extensions import db
from app.imports.applying import service
from app.imports.meaning.spares import MOST
from app.imports.models import Left
from app.imports.past.undoing import foresee
from app.imports.planning.plans import Outcome, Plan
from app.imports.preparing import Choices
from app.places.models import Site
from tests.builders import NOON, Builder
from tests.exports.estates import trial, written
from tests.imports.test_applying import counts, imported, prepared, stored
from tests.imports.test_spares_list import LIST as SPARES
from tests.imports.test_undo import batch, taken_back

HEADER = "spare,equipment_type,maker,model_number,part_number,site,place,count,minimum"
LAMP = "Lamp,projector,Epson,EB-1,ELPLP97,Main,Shelf 3,2,3"
FILTER = "Filter,projector,Epson,EB-1,,Main,,0,1"
COUNTED = "Lamp,projector,Epson,EB-1,ELPLP97,Main,Shelf 3,5,4"
OURS = Choices()


@pytest.fixture(autouse=True)
def spares(types: None, make: Builder) -> None:
    """A lamp and a filter of one model, and two sites; neither keeps any yet."""
    make.site(name="Main")
    make.site(name="Annexe")
    db.session.commit()
    imported(*SPARES, choices=OURS)


def brought(*lines: str) -> Plan:
    """The plan of a list of stock, after it was applied; the lists of a test are batches 2, 3, …"""
    return imported(HEADER, *lines, choices=OURS)


def lamps(site: str = "Main") -> SpareStock:
    """The stock of lamps, of which there is the sum of its moves."""
    wanted = select(SpareStock).join(SpareStock.spare).join(SpareStock.site)
    found = db.session.scalars(wanted.where(Spare.name == "Lamp", Site.name == site)).one()
    assert sum(moves(found)) == found.count
    return found


def moves(stock: SpareStock) -> list[int]:
    wanted = select(StockMove.change).where(StockMove.stock_id == stock.id)
    return list(db.session.scalars(wanted.order_by(StockMove.id)))


def moved(stock: SpareStock, change: int) -> None:
    """Somebody takes or brings some by hand."""
    stock.count += change
    db.session.add(StockMove(stock_id=stock.id, change=change, at=NOON))
    db.session.commit()


def refusals(header: str, *lines: str) -> list[str]:
    """Why each line is refused; none of them brings anything."""
    plan = prepared(header, *lines, choices=OURS).plan
    assert plan
    assert not plan.changes_something
    return [" ".join(map(str, line.says)) for line in plan.lines]


def test_a_list_of_stock_says_where_spares_lie_how_many_there_are_and_should_be() -> None:
    assert counts(brought(LAMP, FILTER)) == (2, 0, 0, 0)
    kept = lamps()
    assert (kept.place, kept.count, kept.minimum, moves(kept)) == ("Shelf 3", 2, 3, [2])
    assert stored(SpareStock, StockMove) == (2, 1)  # of what is not there, nothing came


def test_a_number_that_differs_is_told_old_and_new_and_kept_as_a_move() -> None:
    brought(LAMP)
    plan = brought(COUNTED)
    assert [(each.field, each.old, each.new) for each in plan.lines[0].changes] == [
        ("count", "2", "5"),
        ("minimum", "3", "4"),
    ]
    assert (lamps().count, lamps().minimum, moves(lamps())) == (5, 4, [2, 3])
    brought(COUNTED.replace(",5,4", ",1,4"))
    assert (lamps().count, moves(lamps())) == (1, [2, 3, -4])
    move = db.session.scalars(select(StockMove).order_by(StockMove.id.desc())).first()
    assert move
    assert (move.at, move.note, move.key) == (NOON, "Counted, by the list list.csv", None)


def test_the_same_list_again_and_cells_that_tell_nothing_change_nothing() -> None:
    brought(LAMP, FILTER)
    assert counts(brought(LAMP, FILTER)) == (0, 0, 2, 0)
    assert counts(brought("Lamp,,,,,Main,,,3")) == (0, 0, 1, 0)
    assert stored(StockMove) == (1,)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_went_out_comes_in_and_changes_nothing(ending: str) -> None:
    brought(LAMP, FILTER, LAMP.replace("Main", "Annexe"))
    made = trial(written("stock", ending), ending)
    assert made.mapping
    assert made.mapping.kind == "stock"
    assert made.mapping.unused() == ("vendor", "to_order", "ordered_on")
    assert made.plan
    assert [line.outcome for line in made.plan.lines] == [Outcome.SAME] * 3


def test_words_that_others_use_are_understood() -> None:
    german = ("Ersatzteil;Standort;Regal;Bestand;Mindestbestand", "Lamp;Annexe;R2;4,0;2")
    imported(*german, choices=OURS)
    kept = lamps("Annexe")
    assert (kept.place, kept.count, kept.minimum) == ("R2", 4, 2)


def test_a_spare_is_known_by_its_part_number_where_several_bear_its_name() -> None:
    other = "Lamp,projector,Sony,VPL,LMP-9,,,,"
    imported(SPARES[0], other, choices=OURS)
    header = "spare,part_number,maker,site,count"
    assert "Several spares are called “Lamp”" in refusals(header, "Lamp,,,Main,1")[0]
    imported(header, "lamp,LMP-9,,Main,1", "Lamp,,epson,Main,2", choices=OURS)
    assert sorted(each.count for each in db.session.scalars(select(SpareStock))) == [1, 2]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Lens,Main,,1,", "There is no spare “Lens” here."),
        ("Lamp,Moon,,1,", "There is no site “Moon” here."),
        ("Lamp,Main,,-1,", "“-1” is no number of pieces."),
        ("Lamp,Main,,1.5,", "“1.5” is no number of pieces."),
        ("Lamp,Main,,10000,", "a whole number from 0 to 9999"),
        ("Lamp,Main,,1,few", "“few” is no number of pieces."),
        (",Main,,1,", "This row names no spare."),
        ("Lamp,Main,,,", "tells neither how many there are"),
    ],
)
def test_a_line_that_cant_be_is_refused_in_a_sentence(line: str, sentence: str) -> None:
    assert sentence in refusals("spare,site,place,count,minimum", line)[0]


def test_a_spare_of_another_model_and_a_second_count_on_other_lines_are_refused() -> None:
    assert "but none of projector Sony" in refusals(HEADER, "Lamp,projector,Sony,,,Main,,1,")[0]
    plan = prepared(HEADER, LAMP, COUNTED, choices=OURS).plan
    assert plan
    assert counts(plan) == (1, 0, 0, 1)


def test_where_somebody_took_one_since_it_was_looked_at_nothing_is_stored() -> None:
    brought(LAMP)
    made = prepared(HEADER, COUNTED, FILTER, choices=OURS)
    moved(lamps(), -1)
    assert made.plan
    assert made.origin
    with pytest.raises(Refusal, match="taken or brought spares meanwhile"):
        service.apply(made.plan, made.origin, at=NOON, timezone="UTC")
    db.session.rollback()
    assert (lamps().count, lamps().minimum, stored(SpareStock)) == (1, 3, (1,))


def test_taken_back_the_moves_are_gone_and_what_there_is_is_what_was() -> None:
    brought(LAMP)
    brought(COUNTED, FILTER)
    taken_back(3)
    assert (lamps().count, lamps().minimum, moves(lamps())) == (2, 3, [2])
    taken_back(2)
    assert stored(SpareStock, StockMove, Spare) == (0, 0, 2)


def test_what_was_moved_since_it_was_counted_stays_and_the_rest_is_taken_back() -> None:
    brought(LAMP)
    brought(COUNTED)
    moved(lamps(), -1)
    moved(lamps(), 1)  # as many as were counted, and yet not the same
    assert list(foresee(batch(3)).left.values()) == [Left.EDITED]
    taken_back(3)
    assert (lamps().count, lamps().minimum, moves(lamps())) == (5, 3, [2, 3, -1, 1])
    assert set(foresee(batch(2)).left.values()) == {Left.EDITED, Left.USED}
    with pytest.raises(Refusal, match="Everything of this import is built on"):
        taken_back(2)


def test_a_site_keeps_what_it_has_and_a_spare_stays_with_its_stock() -> None:
    brought(LAMP)
    foreseen = foresee(batch(1))
    assert Left.USED in foreseen.left.values()
    taken_back(1)
    assert [each.name for each in db.session.scalars(select(Spare))] == ["Lamp"]


def test_a_list_may_say_as_many_pieces_as_a_form() -> None:
    assert numbers.MOST == MOST
