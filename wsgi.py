"""The program as a WSGI server or the `flask` command finds it."""

from typing import cast

from app import create_app
from app.gate import Gate
from app.patience import Patience
from app.scan.lane import Lane

app = create_app()
lane = cast("Lane", app.wsgi_app)
lane.long_way = Patience(
    lane.long_way,
    most_bytes=app.config["MAX_CONTENT_LENGTH"],
    behind_proxy=bool(app.config["SETTINGS"].trusted_proxies),
)
app.wsgi_app = Gate(app, lane)  # type: ignore[method-assign, assignment]
