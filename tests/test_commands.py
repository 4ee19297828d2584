"""What is typed: the program's own commands, and the scripts behind `make`."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app.configuration import ROOT
from scripts.serve import HOST

SCRIPTS = ("bench", "environment", "run", "system-packages", "test")
pytestmark = pytest.mark.sqlite  # no database is asked


def every_command(group: click.Group, *before: str) -> Iterator[tuple[str, click.Command]]:
    """Every command of ours with the words that call it; Alembic answers for `db` itself."""
    for name, command in group.commands.items():
        words = (*before, name)
        if isinstance(command, click.Group) and name != "db":
            yield from every_command(command, *words)
        yield " ".join(words), command


def test_every_command_says_what_it_does(app: Flask) -> None:
    silent = [
        words
        for words, command in every_command(app.cli)
        if not (command.help or "").strip().split("\n")[0].endswith(".")
    ]
    assert not silent


def test_every_command_has_help_and_refuses_what_it_does_not_know(app: Flask) -> None:
    runner = app.test_cli_runner()
    for words, _ in every_command(app.cli):
        assert runner.invoke(args=[*words.split(), "--help"]).exit_code == 0, words
        assert runner.invoke(args=[*words.split(), "--no-such-option"]).exit_code == 2, words


def test_every_option_says_what_it_is_for(app: Flask) -> None:
    silent = [
        f"{words} {option.opts[0]}"
        for words, command in every_command(app.cli)
        for option in command.params
        if isinstance(option, click.Option) and not option.help and not words.startswith("db")
    ]
    assert not silent


def test_libraries_bring_no_second_way_to_manage_people(app: Flask) -> None:
    assert not {"users", "roles"} & set(app.cli.commands)


def test_make_lists_every_target() -> None:
    listed = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("run", "test", "check", "bench"):
        assert f"make {target}\t" in listed.stdout


def test_what_runs_in_the_background_runs_everything() -> None:
    assert "exec make test" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_can_be_run_and_read_by_any_shell(name: str) -> None:
    path = ROOT / "scripts" / name
    assert os.access(path, os.X_OK)
    subprocess.run(["sh", "-n", path], check=True)


def _serve(port: str, module: str = "scripts.serve") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=os.environ | {"PORT": port},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "", "８０００"])
def test_what_is_no_port_is_refused_in_a_sentence(port: str) -> None:
    done = _serve(port)
    assert done.returncode == 1
    assert done.stderr.startswith("PORT must be a number from 1 to 65535")


@pytest.mark.parametrize("module", ["scripts.serve", "scripts.prepare"])
def test_a_taken_port_is_refused_before_any_work(module: str) -> None:
    with socket.create_server((HOST, 0)) as other:
        port = other.getsockname()[1]
        done = _serve(str(port), module)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} can't be used (address already in use).")


Bench = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def machine(tmp_path: Path) -> Bench:
    """Runs one of our scripts on a made-up machine: `programs` says what each one prints or does.

    Programs that are not named are this machine's own; each call is noted in `calls`.
    """
    programs_folder = tmp_path / "bin"
    programs_folder.mkdir()

    def run(script: str, *words: str, **programs: str) -> subprocess.CompletedProcess[str]:
        for name, body in programs.items():
            path = programs_folder / name.replace("_", "-")
            path.write_text(f'#!/bin/sh\necho "{path.name} $*" >>"{tmp_path}/calls"\n{body}\n')
            path.chmod(0o755)
        folder = tmp_path / "scripts"
        folder.mkdir(exist_ok=True)
        (folder / script).write_bytes((ROOT / "scripts" / script).read_bytes())
        return subprocess.run(
            ["sh", folder / script, *words],
            env={"PATH": f"{programs_folder}:/usr/bin:/bin", "TMPDIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def _calls(folder: Path, program: str) -> list[str]:
    noted = (folder / "calls").read_text().splitlines()
    return [call for call in noted if call.split()[0] == program]


INSTALLED = 'for each; do echo "$each install ok installed"; done'
NEW_PYTHON = "exit 0"
OLD_PYTHON = '[ "$1" = --version ] && echo Python 3.9.2 && exit 0; exit 1'


def test_an_old_python_is_refused_in_a_sentence(machine: Bench) -> None:
    done = machine("system-packages", "run", python3=OLD_PYTHON)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "3.9.2" in done.stderr


def test_a_machine_with_everything_is_left_alone(machine: Bench, tmp_path: Path) -> None:
    programs = {"python3": NEW_PYTHON, "dpkg_query": INSTALLED, "apt_get": "exit 9"}
    done = machine("system-packages", "test", chromium="exit 0", **programs)
    assert (done.returncode, done.stderr) == (0, "")
    assert not _calls(tmp_path, "apt-get")


def test_whoever_may_not_install_is_told_what_to_type(machine: Bench, tmp_path: Path) -> None:
    programs = {"python3": NEW_PYTHON, "dpkg_query": "exit 1", "id": "echo 1000"}
    done = machine("system-packages", "run", apt_get="exit 9", **programs)
    assert done.returncode == 1
    assert "sudo apt-get install --no-install-recommends libpango-1.0-0 " in done.stderr
    assert not _calls(tmp_path, "apt-get")


def test_root_gets_what_is_missing_and_only_that(machine: Bench, tmp_path: Path) -> None:
    lacking = f"({INSTALLED}) | grep -v noto-cjk; exit 1"
    programs = {"python3": NEW_PYTHON, "dpkg_query": lacking, "id": "echo 0"}
    done = machine("system-packages", "run", apt_get="exit 0", **programs)
    assert done.returncode == 0
    update, install = _calls(tmp_path, "apt-get")
    assert update == "apt-get update"
    assert install.endswith("--no-install-recommends fonts-noto-cjk")


def test_a_failed_installation_says_why(machine: Bench) -> None:
    programs = {"python3": NEW_PYTHON, "dpkg_query": "exit 1", "id": "echo 0"}
    done = machine("system-packages", "run", apt_get="echo no network; exit 100", **programs)
    assert done.returncode == 1
    assert "no network" in done.stderr
    assert "could not be installed" in done.stderr


UV = "[ $1 = venv ] && mkdir -p .venv/bin && cp /bin/true .venv/bin/python; exit 0"


def test_packages_are_installed_once_and_again_when_the_list_changes(
    machine: Bench, tmp_path: Path
) -> None:
    (tmp_path / "requirements.txt").write_text("flask\n")
    machine("environment", "requirements.txt", uv=UV)
    assert len(_calls(tmp_path, "uv")) == 2
    machine("environment", "requirements.txt", uv=UV)
    assert len(_calls(tmp_path, "uv")) == 2
    (tmp_path / "requirements.txt").write_text("flask\nbabel\n")
    machine("environment", "requirements.txt", uv=UV)
    assert len(_calls(tmp_path, "uv")) == 3


def test_a_failed_installation_is_tried_again(machine: Bench, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask\n")
    assert machine("environment", "requirements.txt", uv="exit 1").returncode == 1
    assert machine("environment", "requirements.txt", uv=UV).returncode == 0
    assert len(_calls(tmp_path, "uv")) == 3
