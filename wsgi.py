"""The program as a WSGI server or the `flask` command finds it."""

from app import create_app
from app.gate import Gate
from app.patience import Patience

app = create_app()
patient = Patience(
    app.wsgi_app,
    most_bytes=app.config["MAX_CONTENT_LENGTH"],
    behind_proxy=bool(app.config["SETTINGS"].trusted_proxies),
)
app.wsgi_app = Gate(app, patient)  # type: ignore[method-assign, assignment]
