"""The rival of the scan page: a Flask program with one small page and nothing else."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def page() -> str:
    """A page of constant text."""
    return "<!doctype html><title>Bare</title><h1>Bare</h1>"
