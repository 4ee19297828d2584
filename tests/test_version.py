"""The program and its project file tell the same version."""

import tomllib

from app.configuration import ROOT
from app.version import VERSION


def test_the_program_says_the_version_of_its_project() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert said == VERSION
