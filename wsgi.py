"""The program as a WSGI server or the `flask` command finds it."""

from app import create_app
from app.patience import Patience

app = create_app()
app.wsgi_app = Patience(  # type: ignore[method-assign, assignment]
    app.wsgi_app,
    most_bytes=app.config["MAX_CONTENT_LENGTH"],
    behind_proxy=bool(app.config["SETTINGS"].trusted_proxies),
)
