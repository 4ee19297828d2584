"""Make ready what `make run` serves: tables, a demo campus where there is nothing, a tag sheet.

All in one process, since every start of the program costs a second.
"""

import contextlib
import io
import os
import sys
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo

from app import create_app
from scripts.serve import GREETING, address, port, refuse_a_taken_port

SHEET = "tags-demo.pdf"


def command(app: Flask, *words: str) -> str:
    """Run `flask WORDS` here; what it prints is returned. Its error stops the program."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        app.cli.main(
            list(words),
            prog_name="flask",
            standalone_mode=False,
            obj=ScriptInfo(create_app=lambda: app),
        )
    return said.getvalue().strip()


def _sheet(app: Flask, path: Path, trial_address: str) -> str:
    if not path.exists():
        command(app, "tags", "print", "--all", "--trial", trial_address, "--out", str(path))
    return f"A sheet of tags to print or look at: {path}"


def prepare(app: Flask, data: Path, number: int) -> str:
    """Bring everything to where it can be served; returns what to tell whoever tries it."""
    command(app, "prepare")
    told = command(app, "demo", "--if-empty", "--show", "--port", str(number))
    if not told:  # somebody's own rooms: no demo to explain, no trial sheet to print
        return ""
    return f"{told}\n\n{_sheet(app, data / SHEET, address(number))}"


def main() -> int:
    """Prepare what stands in the environment; the exit status."""
    refuse_a_taken_port(port())
    app = create_app()
    data: Path = app.config["SETTINGS"].data
    try:
        told = prepare(app, data, port())
    except click.ClickException as error:
        error.show(sys.stderr)
        return error.exit_code
    (data / GREETING).write_text(told)
    return 0


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
