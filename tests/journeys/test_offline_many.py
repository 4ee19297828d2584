"""A long queue with photos goes off in one go: each check once, each with its photos.

ROOMWORTHY_QUEUE=200 makes it a week's worth, and says how fast it went (`pytest -s`).
"""

import os
import sys
from time import perf_counter

from playwright.sync_api import expect
from sqlalchemy import func, select

from app.checks.models import Check, CheckPhoto
from app.extensions import db
from tests.browsers import Browsers
from tests.journeys.walks import Walk
from tests.servers import Server

MANY = int(os.environ.get("ROOMWORTHY_QUEUE", "10"))

WAITING = """async ({ many, rooms, units, person }) => {
  const { save } = await import("/static/js/offline/store.js");
  for (let n = 0; n < many; n += 1) {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1600, 1200];
    const paint = canvas.getContext("2d");
    paint.fillStyle = `hsl(${n * 7} 60% 40%)`;
    paint.fillRect(0, 0, 1600, 1200);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    const at = n % rooms.length;
    const findings = [{ unit: units[at], result: "fail", note: `Dark ${n}` }];
    const message = { key: crypto.randomUUID(), person, room: rooms[at], scope: "room_check",
      note: "", findings, again: null, done: Date.now() - (many - n) * 60000, taken: 0 };
    const photos = [{ name: "photos", at: null, blob }, { name: "x", at: 0, blob }];
    const seen = { name: `Check ${n}`, place: "", who: "Kim" };
    await save({ key: message.key, state: "waiting", ...seen, photos, message }, "none");
  }
}"""


def test_a_long_queue_goes_off_in_one_go(server: Server, visit: Browsers) -> None:
    walk = Walk(server, visit)
    walk.page.goto("/offline")
    given = {"many": MANY, "rooms": walk.keys, "units": walk.units, "person": walk.person}
    walk.page.evaluate(WAITING, given)
    began = perf_counter()
    walk.page.goto("/offline/queue")
    expect(walk.page.locator("[data-status-words]")).to_contain_text(
        "Nothing waits", timeout=5_000 * MANY
    )
    took = perf_counter() - began
    sys.stderr.write(f"{MANY} checks, 2 photos each: {took:.1f} s, {MANY / took:.1f} a second\n")

    assert len(walk.stored()) == MANY
    with server.rows():
        photos = select(func.count(), func.count(CheckPhoto.finding_id)).select_from(CheckPhoto)
        of_these = photos.join(Check).where(Check.room_id.in_(walk.keys))
        assert tuple(db.session.execute(of_these).one()) == (2 * MANY, MANY)
