"""A list of spares comes in as it goes out: for which model, by which number, from whom."""

import pytest
from sqlalchemy import select

from app.equipment.models import EquipmentModel, Spare, Vendor
from app.extensions import db
from app.imports.planning.plans import Outcome
from tests.exports.estates import trial, written
from tests.imports.test_applying import counts, imported, prepared, stored
from tests.imports.test_undo import taken_back

pytestmark = pytest.mark.usefixtures("types")

LIST = (
    "spare,equipment_type,maker,model_number,part_number,set_number,category,vendor,note",
    "Lamp,projector,Epson,EB-1,ELPLP97,S1,Lamps,Acme,Dear",
    "Filter,projector,Epson,EB-1,,,,,",
)


def spare(name: str = "Lamp") -> Spare:
    return db.session.scalars(select(Spare).where(Spare.name == name)).one()


def model_of(found: Spare) -> EquipmentModel:
    return db.session.get_one(EquipmentModel, found.model_id)


def test_a_list_of_spares_says_what_each_is_for_and_where_it_is_ordered() -> None:
    plan = imported(*LIST)
    assert counts(plan) == (2, 0, 0, 0)
    assert (plan.made_on_the_way["models"], plan.made_on_the_way["vendors"]) == (1, 1)
    lamp = spare()
    assert (lamp.part_number, lamp.set_number) == ("ELPLP97", "S1")
    assert (lamp.category, lamp.note) == ("Lamps", "Dear")
    assert (model_of(lamp).maker, model_of(lamp).model_number) == ("Epson", "EB-1")
    assert db.session.get_one(Vendor, lamp.vendor_id).name == "Acme"


def test_the_same_list_again_changes_nothing_and_a_newer_one_what_it_changed() -> None:
    imported(*LIST)
    assert counts(imported(*LIST)) == (0, 0, 2, 0)
    plan = imported(LIST[0], LIST[1].replace("ELPLP97", "ELPLP98"))
    assert [(each.field, each.old, each.new) for each in plan.lines[0].changes] == [
        ("part_number", "ELPLP97", "ELPLP98")
    ]
    assert spare().part_number == "ELPLP98"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_went_out_comes_in_and_changes_nothing(ending: str) -> None:
    imported(*LIST)
    made = trial(written("spares", ending), ending)
    assert made.mapping
    assert made.mapping.kind == "spares"
    assert made.plan
    assert [line.outcome for line in made.plan.lines] == [Outcome.SAME] * 2


def test_words_that_others_use_are_understood() -> None:
    plan = imported(
        "Ersatzteil;Hersteller;Modell;Bestellnummer;Lieferant;Bemerkung",
        "Lampe;Epson;EB-1;ELPLP97;Acme;teuer",
    )
    assert counts(plan) == (1, 0, 0, 0)
    assert (spare("Lampe").part_number, spare("Lampe").note) == ("ELPLP97", "teuer")


def test_names_with_part_numbers_and_no_rooms_are_spares() -> None:
    made = prepared("Name,Part number,Maker,Model,Supplier", "Lamp,ELPLP97,Epson,EB-1,Acme")
    assert made.mapping
    assert (made.mapping.kind, made.mapping.column("part_number")) == ("spares", "Part number")


def test_part_numbers_of_equipment_in_rooms_stay_a_list_of_equipment() -> None:
    made = prepared("Building,Room,Name,Part number", "Hall,1.01,Projector,EB-1")
    assert made.mapping
    assert made.mapping.kind == "equipment"


def test_a_model_that_is_known_is_meant_where_the_list_tells_no_type() -> None:
    imported(*LIST)
    plan = imported("spare,maker,model_number", "Remote,EPSON,eb-1")
    assert (counts(plan), plan.made_on_the_way["models"]) == ((1, 0, 0, 0), 0)
    assert spare("Remote").model_id == spare().model_id


def test_a_spare_without_a_name_or_a_model_or_twice_with_other_words_is_refused() -> None:
    told = (",projector,,,,,,,", "Lamp,,,,P1,,,,", LIST[1], LIST[1].replace("Dear", "Cheap"))
    plan = prepared(LIST[0], *told).plan
    assert plan
    assert counts(plan) == (1, 0, 0, 3)
    says = [str(each) for line in plan.lines for each in line.says]
    assert "This row names no spare." in says[0]
    assert "does not say what it is a spare for" in says[1]
    assert "stands on line 4 already" in says[2]


def test_taken_back_a_spare_is_what_it_was_and_what_was_new_is_gone() -> None:
    imported(LIST[0], LIST[1])
    newer = LIST[1].replace("ELPLP97", "ELPLP98").replace("Acme", "Bulb & Co")
    imported(LIST[0], newer, LIST[2])
    taken_back(2)
    assert db.session.get_one(Vendor, spare().vendor_id).name == "Acme"
    assert (spare().part_number, stored(Spare, Vendor)) == ("ELPLP97", (1, 1))
    taken_back(1)
    assert stored(Spare, EquipmentModel, Vendor) == (0, 0, 0)
