"""Each promise of every page is broken once here, and the break is found."""

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import Audience, open_to
from tests.documents import Document, words
from tests.pages import Page, fetch, read
from tests.promises import PROMISES, broken, exposed

GOOD = """<!doctype html>
<html lang="en" dir="ltr">
<head><meta charset="utf-8"><title>Room 2.01</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/app.css">
</head>
<body>
<main id="main">
<h1>Room 2.01</h1>
<p>Seen <b>2 days</b> ago. <a href="tel:+442055550100">Call us</a> <a href="#main">Up</a></p>
<h2>Report</h2>
<form method="post" action="/report">
<input type="hidden" name="csrf_token" value="token">
<label for="note">Note</label> <textarea id="note" name="note">
as it was</textarea>
<label><input type="checkbox" name="loud" value="yes" checked> Loud</label>
<fieldset><legend>How bad</legend>
<label><input type="radio" name="bad" value="1"> A bit</label>
<label><input type="radio" name="bad" value="2" checked> Very</label></fieldset>
<select name="unit" aria-label="Unit">
<option value="7">Screen</option><option>Lamp</option></select>
<button name="way" value="send"><svg aria-hidden="true"><use href="/static/sprite.svg#go"/></svg>
Send</button>
</form>
<form action="/rooms"><input name="q" aria-label="Words"></form>
<img src="/static/door.png" alt="">
</main>
</body>
</html>
"""

AWAY = '<meta http-equiv="refresh" content="0; url=/elsewhere">'

FAULTS = [
    ("is_strict_html", "<p>Seen <b>2 days</b>", "<p>Seen <b>2 days"),
    ("is_strict_html", "<!doctype html>", ""),
    ("speaks_a_language", ' lang="en"', ""),
    ("speaks_a_language", ' dir="ltr"', ""),
    ("has_a_title", "<title>Room 2.01</title>", "<title> </title>"),
    ("has_a_title", '<meta name="viewport" content="width=device-width">', ""),
    ("has_one_first_heading", "<h1>Room 2.01</h1>", ""),
    ("has_one_first_heading", "<h2>Report</h2>", "<h1>Report</h1>"),
    ("has_one_first_heading", "<h2>Report</h2>", "<h3>Report</h3>"),
    ("has_one_main_part", "</main>", "</main><main>More</main>"),
    ("bears_each_id_once", "<h2>", '<h2 id="note">'),
    ("bears_each_id_once", "<h2>", '<h2 id="two words">'),
    ("points_at_what_is_there", '"#main"', '"#elsewhere"'),
    ("points_at_what_is_there", '<label for="note">', '<label for="notes">'),
    ("points_at_what_is_there", '<input name="q"', '<input name="q" aria-describedby="hint"'),
    ("labels_every_field", '<label for="note">', "<label>"),
    ("labels_every_field", ' aria-label="Words"', ""),
    ("labels_every_field", ' aria-label="Unit"', ' aria-label=" "'),
    ("labels_every_field", "<legend>How bad</legend>", ""),
    ("names_every_control", "\nSend</button>", "</button>"),
    ("names_every_control", ">Call us</a>", "></a>"),
    ("names_every_control", '<img src="/static/door.png" alt="">', "<input type='submit'>"),
    ("keeps_controls_apart", ">Up</a>", "><button>Up</button></a>"),
    ("keeps_controls_apart", '<a href="#main">', '<a href="#main" tabindex="3">'),
    ("describes_every_picture", ' alt=""', ""),
    ("describes_every_picture", '<svg aria-hidden="true">', "<svg>"),
    ("has_nothing_inline", "</main>", "<script>1</script></main>"),
    ("has_nothing_inline", "</main>", "<style>p{}</style></main>"),
    ("has_nothing_inline", "<h2>", '<h2 style="color: red">'),
    ("has_nothing_inline", "<h2>", '<h2 onclick="go()">'),
    ("stays_at_home", '"/static/app.css"', '"https://cdn.example/app.css"'),
    ("stays_at_home", '"/static/door.png"', '"//cdn.example/door.png"'),
    ("stays_at_home", '"/static/door.png"', r'"/\cdn.example/door.png"'),
    ("stays_at_home", '"/static/door.png" alt=""', '"/a" srcset="/a 1x, //b.example/c 2x" alt=""'),
    ("stays_at_home", '"/static/sprite.svg#go"', '"https://cdn.example/sprite.svg#go"'),
    ("stays_at_home", '"/report"', '"https://evil.example/report"'),
    ("stays_at_home", '"#main"', '"javascript:alert(1)"'),
    ("stays_at_home", '"#main"', '"https://rooms.example.edu/rooms"'),
    ("stays_at_home", "<title>", '<meta http-equiv="refresh" content="0"><title>'),
    ("stays_at_home", "<title>", f"<noscript>{AWAY}</noscript><title>"),
    ("guards_every_form", '<input type="hidden" name="csrf_token" value="token">', ""),
    ("guards_every_form", 'value="token"', 'value=""'),
    ("guards_every_form", '<input name="q"', '<input type="hidden" name="csrf_token" value="t"'),
    ("is_made_for_people", "2 days", "%(num)d days"),
    ("is_made_for_people", "2 days", "None"),
    ("is_made_for_people", "2 days", "{{ days }}"),
]


def test_a_good_page_keeps_every_promise() -> None:
    assert not broken(Document(GOOD))


@pytest.mark.parametrize(("promise", "good", "bad"), FAULTS)
def test_a_broken_promise_is_found(promise: str, good: str, bad: str) -> None:
    assert good in GOOD
    found = broken(Document(GOOD.replace(good, bad, 1)))
    assert any(each.startswith(f"{promise}:") for each in found), found


def test_every_promise_has_been_broken_once() -> None:
    assert {each.__name__ for each in PROMISES} == {promise for promise, _, _ in FAULTS}


HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def test_the_headers_of_a_good_answer_leave_nothing_open() -> None:
    assert not exposed(HEADERS)


@pytest.mark.parametrize("name", HEADERS)
def test_a_missing_header_is_found(name: str) -> None:
    assert exposed({key: value for key, value in HEADERS.items() if key != name})


@pytest.mark.parametrize("word", ["'unsafe-inline'", "data:", "https://cdn.example", "*"])
def test_a_looser_policy_is_found(word: str) -> None:
    policy = f"{HEADERS['Content-Security-Policy']}; img-src {word}"
    assert exposed(HEADERS | {"Content-Security-Policy": policy})


def test_words_are_read_as_a_person_reads_them() -> None:
    page = Document(GOOD)
    assert "Seen 2 days ago. Call us Up Report" in words(page.root)


def test_an_error_is_a_page_that_keeps_every_promise(client: FlaskClient) -> None:
    page = fetch(client, "/nothing-here", 404)
    assert page.h1 == "There is nothing here"


def test_a_page_of_another_status_is_refused(client: FlaskClient) -> None:
    with pytest.raises(AssertionError, match="instead of 200"):
        fetch(client, "/nothing-here")


FORM = (
    '{% extends "layouts/public.html" %}{% block main %}<h1>Say</h1>'
    '<form method="post" action="/said"><input type="hidden" name="csrf_token"'
    ' value="{{ csrf_token() }}"><input name="word" aria-label="Word" value="hello">'
    "<button>Send</button></form>{% endblock %}"
)


@pytest.fixture
def form_page(own_app: Flask) -> Page:
    """A page with a guarded form whose answer repeats what was sent."""
    from flask import request  # noqa: PLC0415 - only these two views need it

    own_app.add_url_rule(
        "/say", "say", open_to(Audience.ANYONE)(lambda: render_template_string(FORM))
    )
    heard = open_to(Audience.ANYONE)(lambda: dict(request.form))
    own_app.add_url_rule("/said", "said", heard, methods=["POST"])
    return fetch(own_app.test_client(), "/say")


def test_a_form_is_sent_as_a_browser_sends_it(form_page: Page) -> None:
    answer: TestResponse = form_page.form().send({"word": "good bye"})
    assert answer.get_json()["word"] == "good bye"
    assert form_page.form("/said").send().get_json()["word"] == "hello"
    assert "word" not in form_page.form(button="Send").send({"word": None}).get_json()


def test_a_form_without_its_token_is_refused(form_page: Page) -> None:
    read(form_page.form().send({"csrf_token": "forged"}), 400)


def test_what_stands_in_a_form_is_what_is_sent(own_app: Flask) -> None:
    own_app.add_url_rule("/good", "good", open_to(Audience.ANYONE)(lambda: GOOD))
    form = fetch(own_app.test_client(), "/good").form("/report")
    filled = {"csrf_token": "token", "note": "as it was", "loud": "yes", "bad": "2", "unit": "7"}
    assert form.filled.to_dict() == filled
