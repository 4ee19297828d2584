"""The reader's language: which we have, which one fits this request, which way it runs."""

from babel import Locale, UnknownLocaleError
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale, gettext
from werkzeug.datastructures import Accept

from app.extensions import babel


def _best_locale() -> str:
    return best_locale(request.accept_languages if has_request_context() else None)


def best_locale(accepted: Accept | None) -> str:
    """The first accepted locale that we speak, with its region: en_GB writes 16:00."""
    known = {locale.partition("_")[0] for locale in babel_locales()}
    for tag in accepted.values() if accepted else ():
        try:
            locale = Locale.parse(tag.partition("@")[0], sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if locale.language in known:
            return str(locale)
    return str(current_app.config["BABEL_DEFAULT_LOCALE"])


def babel_locales() -> list[str]:
    """The languages that have a translation, English (the source) among them."""
    found = current_app.extensions["babel"].instance.list_translations()
    return sorted({str(locale) for locale in found} | {"en"})


def N_(words: str) -> str:  # noqa: N802 - gettext's own name for it
    """The words as they are, marked for translation where they are shown."""
    return words


def language() -> str:
    """The language that is spoken just now, as a locale: en_GB."""
    return str(get_locale() or "en")


def page_language() -> str:
    """The language of this page as a BCP 47 tag."""
    return language().replace("_", "-")


def page_direction() -> str:
    """ "ltr" or "rtl", as the page's language runs."""
    locale = get_locale()
    return str(locale.text_direction) if locale else "ltr"


def speak(app: Flask) -> None:
    """Bind the languages to the program.

    Templates say `_("…")` of their own words, and `said(…)` of words that are kept in the database:
    a percent sign in those stands for itself.
    """
    babel.init_app(app, locale_selector=_best_locale)
    app.jinja_env.globals |= {"N_": N_, "said": gettext}
    app.context_processor(
        lambda: {"page_language": page_language(), "page_direction": page_direction()}
    )
