"""The program as a WSGI server or the `flask` command finds it."""

from app import create_app
from app.gate import Gate

app = create_app()
app.wsgi_app = Gate(app, app.wsgi_app)  # type: ignore[assignment,method-assign]
