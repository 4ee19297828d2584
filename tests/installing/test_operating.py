"""What is written for whoever runs it is true: settings, services, the words of the install."""

import os
import subprocess
from pathlib import Path

import pytest

from app.configuration import ROOT
from scripts import settings_page, web

UNITS = ("roomworthy.service", "roomworthy-worker.service")
CHROOT = os.environ.get("ROOMWORTHY_CHROOT", "")
IN_CHROOT = Path(__file__).with_name("in_chroot.sh")


def test_the_page_of_settings_is_what_the_program_says() -> None:
    assert settings_page.PAGE.read_text() == settings_page.page(), (
        "write it anew: python -m scripts.settings_page"
    )


def test_every_setting_that_is_no_plain_name_says_what_it_is() -> None:
    silent = [each.name for each in settings_page.settings() if not each.words]
    plain = ("mail_port", "mail_user", "mail_password", "oidc_", "inbox_", "photo_key_secret")
    assert [each for each in silent if not each.startswith(plain)] == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_service_runs_as_nobody_in_particular_and_keeps_off_the_machine(unit: str) -> None:
    said = (ROOT / "deploy" / unit).read_text()
    for wanted in ("User=roomworthy", "NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert wanted in said
    assert "EnvironmentFile=/etc/roomworthy/environment" in said


def test_the_number_of_processes_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PROCESSES", "3")
    assert web.processes() == 3
    monkeypatch.setenv("WEB_PROCESSES", "many")
    with pytest.raises(SystemExit, match="WEB_PROCESSES must be a number"):
        web.processes()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--adress", "x"], "What is --adress?"),
        (["--address"], "--address needs a word after it"),
        (["--organisation", "St John's"], "Leave ' out of these words"),
    ],
)
def test_a_wrong_word_changes_nothing_and_says_why(words: list[str], sentence: str) -> None:
    ended = subprocess.run(
        [ROOT / "scripts" / "install", *words], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert sentence in ended.stderr


@pytest.mark.skipif(not CHROOT, reason="ROOMWORTHY_CHROOT names no bare Debian to install into")
def test_a_bare_debian_has_it_installed_and_upgraded() -> None:
    """`debootstrap --variant=minbase bookworm PATH`, with what pip and apt need to be asked."""
    into = Path(CHROOT) / "srv" / "checkout"
    into.mkdir(parents=True, exist_ok=True)
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=True)
    packing = ["tar", "-c", "-T", "-", "-f", str(into / "all.tar")]
    subprocess.run(packing, cwd=ROOT, input=listed.stdout, check=True)
    ended = subprocess.run(
        ["chroot", CHROOT, "sh", "-c", IN_CHROOT.read_text()],
        capture_output=True,
        text=True,
        check=False,
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 0, said[-3000:]
    assert "chooses a password here, once" in said
