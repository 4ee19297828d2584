"""Whatever bytes come, some mail is made of them, and the next one is read all the same."""

import base64
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select

from app.extensions import db
from app.faults.arriving.reading import LONGEST_WORDS, read
from app.faults.models import Mail, MailState, ReportPhoto
from app.outgoing_inbox import MOST_BYTES
from app.places.models import Room
from tests.arriving.conftest import OURS, mail, take_in
from tests.arriving.imap import ImapServer
from tests.arriving.test_reports import reports
from tests.builders import Builder
from tests.pages import fetch

ARABIC = "الغرفة ARC 112: لا يوجد صوت 🔇"
HTML = """<html><head><style>p{}</style><title>x</title></head><body><p>Room&nbsp;<b>ARC</b> 112
<br>is dark</p><script>alert(1)</script><table><tr><td>really</td></tr></table>"""


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 700)) -> bytes:
    """A photo of nothing in particular."""
    out = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind)
    return out.getvalue()


def with_files(*files: tuple[str, str, bytes], inline: bool = False) -> bytes:
    """A mail with attachments: of each its name, kind and bytes."""
    named = "inline\r\nContent-ID: <logo>" if inline else 'attachment; filename="{}"'
    parts = "".join(
        f"--x\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: {named.format(name)}\r\n\r\n"
        f"{base64.encodebytes(content).decode()}\r\n"
        for name, kind, content in files
    )
    body = f"--x\r\nContent-Type: text/plain\r\n\r\nIt is dark.\r\n{parts}--x--"
    return mail(body, Content_Type="multipart/mixed; boundary=x")


WORDS = {
    "utf-8": (mail(ARABIC), "لا يوجد صوت 🔇"),
    "a charset that nobody knows": (
        mail("It is dark").replace(b"charset=utf-8", b"charset=x-klingon"),
        "It is dark",
    ),
    "a wrong charset": (mail("Gr").replace(b"Gr\r\n", "Größe".encode("cp1252")), "Größe"),
    "only html": (mail(HTML, Content_Type="text/html"), "Room ARC 112\nis dark\nreally"),
    "base64 that is none": (mail("%%%", Content_Transfer_Encoding="base64"), ""),
    "quoted-printable cut off": (
        mail("dark =E", Content_Transfer_Encoding="quoted-printable"),
        "dark =E",
    ),
    "no end of its parts": (
        mail(
            "--x\r\nContent-Type: text/plain\r\n\r\nIt is dark",
            Content_Type="multipart/mixed; boundary=x",
        ),
        "It is dark",
    ),
    "parts without a mark": (mail("It is dark", Content_Type="multipart/mixed"), "It is dark"),
    "control characters": (mail("a\x00b\x07c\x1b[2Jd\u202ee"), "abc[2Jd\u202ee"),
}


@pytest.mark.parametrize("name", WORDS)
def test_the_words_of_a_mail_are_read_whatever_they_are_wrapped_in(name: str) -> None:
    raw, words = WORDS[name]
    assert words in read(raw, ours=OURS).words


@pytest.mark.parametrize("raw", [b"", b"\r\n", b"\xff" * 500, b"From\x00: x", b"Subject: =?u" * 90])
def test_bytes_that_are_no_mail_wait_for_a_person(inbox: ImapServer, raw: bytes) -> None:
    (kept,) = take_in(inbox, raw)
    assert (kept.state, inbox.unread) == (MailState.WAITS, [])


def test_a_mail_that_fails_us_is_said_once_and_keeps_no_other(
    inbox: ImapServer, hall: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000)
    )
    kept = take_in(inbox, nested.encode() + b"\r\nx", mail("the next"))
    assert [each.state for each in kept] == [MailState.WAITS, MailState.REPORT]
    assert inbox.unread == []


@pytest.mark.parametrize(
    "subject", ["=?utf-8?B?4pi", "=?x?Q?=0D=0ABcc: a?=", "=?utf-8?Q?ARC_112=0D=0ABcc:x?="]
)
def test_a_subject_is_one_line(subject: str) -> None:
    found = read(mail(subject=subject), ours=OURS).subject
    assert not {"\r", "\n"} & set(found)


@pytest.mark.parametrize("sender", ["", "nobody", "<>", '"x" <a@b.c>, d@e.f', "a" * 400 + "@x.org"])
def test_a_sender_is_an_address_or_nothing(sender: str) -> None:
    found = read(mail(From=sender), ours=OURS).sender
    assert found in {"", "a@b.c", "d@e.f"}


def test_ten_thousand_letters_stay_and_what_is_longer_is_cut(
    inbox: ImapServer, hall: Room, client: FlaskClient
) -> None:
    take_in(inbox, mail("ж" * 10_000))
    (report,) = reports()
    assert "ж" * 10_000 in report.note
    assert len(read(mail("a" * 100_000), ours=OURS).words) == LONGEST_WORDS + 1


def test_a_script_from_right_to_left_stays_whole(
    inbox: ImapServer, hall: Room, client: FlaskClient
) -> None:
    take_in(inbox, mail(ARABIC, subject="Help"))
    (report,) = reports()
    assert ARABIC in fetch(client, f"/f/{report.secret}").main


def test_a_mail_that_is_too_large_is_read_as_far_as_it_goes(
    inbox: ImapServer, hall: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.outgoing_inbox.MOST_BYTES", 2000)
    take_in(inbox, with_files(("huge.jpg", "image/jpeg", picture())))
    (report,) = reports()
    assert "It is dark." in report.note
    assert "huge.jpg" in report.note
    assert MOST_BYTES > 2000
    assert db.session.scalar(select(func.count()).select_from(ReportPhoto)) == 0


def test_photos_go_through_the_cage_and_other_files_are_named(
    inbox: ImapServer, hall: Room, client: FlaskClient
) -> None:
    take_in(
        inbox,
        with_files(
            ("dark.jpg", "image/jpeg", picture()),
            ("lies.png", "image/png", b"<svg onload=alert(1)>"),
            ("bill.pdf", "application/pdf", b"%PDF-1.7"),
            ("evil.svg", "image/svg+xml", b"<svg/>"),
        ),
    )
    (report,) = reports()
    photos = db.session.scalars(select(ReportPhoto)).all()
    assert [(each.report_id, each.approved_at) for each in photos] == [(report.id, None)]
    assert "bill.pdf, evil.svg, lies.png" in report.note
    page = fetch(client, f"/f/{report.secret}")
    assert (
        len([each for each in page.document.all("img") if "/photo/" in (each.get("src") or "")])
        == 1
    )


def test_the_logo_of_a_signature_is_no_photo() -> None:
    logo = ("logo.png", "image/png", picture("PNG", (20, 20)))
    found = read(with_files(logo, inline=True), ours=OURS)
    assert (found.photos, len(found.files)) == ((), 1)


def test_a_photo_waits_with_its_mail_and_goes_on_with_it(
    inbox: ImapServer, make: Builder, staff: FlaskClient
) -> None:
    room = make.room(name="Q1")
    raw = with_files(("dark.jpg", "image/jpeg", picture())).replace(b"ARC 112", b"Help")
    (kept,) = take_in(inbox, raw)
    assert len(fetch(staff, f"/faults/mail/{kept.id}").document.all("img")) == 1
    fetch(staff, f"/faults/mail/{kept.id}?q=q1").form(f"/faults/mail/{kept.id}/room").send()
    (report,) = reports()
    assert db.session.scalars(select(ReportPhoto.report_id)).all() == [report.id]
    assert db.session.scalar(select(Mail.words)) == ""
    assert room.id
