"""What is listed of promises can be run and planted, and its page says what is listed."""

from pathlib import Path

import pytest

from proofs.figures import Figures, Run
from proofs.promises import ROOT, Plant, Promise, listed
from proofs.prove import read
from proofs.table import PAGE, page, strength

PLANTS = [plant for promise in listed() for plant in promise.plants]
REPORT = """<testsuites><testsuite tests="2" failures="1" errors="0" time="2.6">
<testcase><properties><property name="kills" value="100"/></properties></testcase>
<testcase><properties><property name="kills" value="20"/></properties></testcase>
<testcase><properties><property name="other" value="dGVz"/></properties></testcase>
</testsuite></testsuites>"""


def test_each_proof_is_there() -> None:
    said = {each for promise in listed() for each in promise.files}
    said |= {plant.proof.partition("::")[0] for plant in PLANTS}
    assert {each for each in said if not (ROOT / each).exists()} == set()


@pytest.mark.parametrize("plant", PLANTS, ids=[each.fault for each in PLANTS])
def test_a_fault_has_one_place_where_it_can_be_planted(plant: Plant) -> None:
    text = plant.planted((ROOT / plant.file).read_text())
    compile(text, plant.file, "exec")


def test_a_fault_without_its_one_place_is_told() -> None:
    plant = Plant("a fault", "a.py", "x = 1", "x = 2", "tests/test_a.py")
    with pytest.raises(ValueError, match="0 places"):
        plant.planted("y = 1")
    with pytest.raises(ValueError, match="2 places"):
        plant.planted("x = 1; x = 1")


def test_figures_that_several_tests_tell_are_added_up(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert read(report) == Run(2, 1, 3, {"kills": 120})


def test_a_run_is_as_strong_as_its_weakest_engine_and_none_where_it_failed() -> None:
    promise = Promise(1, "Nothing is lost", ("tests/test_a.py",), "", "kills", "", ())
    sound = Run(1, 0, 1, {"kills": 100})
    fewer = Run(1, 0, 1, {"kills": 50})
    assert strength(promise, None) == "not run yet"
    assert strength(promise, Figures("2026-11-23", {"sqlite": sound, "postgresql": fewer})) == (
        "below 6 % of kills"
    )
    assert (
        strength(promise, Figures("2026-11-23", {"sqlite": Run(1, 1, 1, {"kills": 9})})) == "none"
    )


def test_the_page_is_what_the_proofs_wrote() -> None:
    assert PAGE.read_text() == page(), "write it anew: python -m proofs.table"
