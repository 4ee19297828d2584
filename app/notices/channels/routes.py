"""The pages of the channels: chat rooms and webhooks that hear of events."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock, jobs
from app.access import Audience, open_to
from app.extensions import db
from app.notices import queries
from app.notices import service as notices
from app.notices.blueprint import blueprint
from app.notices.channels import service
from app.notices.channels.chat import EXAMPLES
from app.notices.channels.forms import ChannelForm
from app.notices.models import Channel
from app.notices.pages import channel_rows
from app.notices.service import Words
from app.storing import status_of, stored


def _channel(channel_id: int) -> Channel:
    return queries.channel(channel_id) or abort(404)


def _listed() -> Response:
    return redirect(url_for("notices.channels"), 303)


@blueprint.get("/notices/channels")
@open_to(Audience.ADMIN)
def channels() -> str:
    """All channels, and what went wrong with them last."""
    rows = channel_rows(queries.channels(), at=clock.now())
    return render_template("notices/channels.html", channels=rows)


@blueprint.route("/notices/channels/new", methods=["GET", "POST"])
@open_to(Audience.ADMIN)
def new_channel() -> str | tuple[str, int]:
    """Add a channel; the answer bears its secret, this once."""
    form, made = ChannelForm(), list[Channel]()
    if not stored(form, lambda: made.append(service.add(form.wanted(), at=clock.now()))):
        page = render_template("notices/channel_new.html", form=form, examples=EXAMPLES)
        return page, status_of(form)
    return render_template("notices/channel_made.html", channel=made[0])


@blueprint.post("/notices/channels/<int:channel_id>/try")
@open_to(Audience.ADMIN)
def try_channel(channel_id: int) -> Response:
    """Say something in it, to see whether it works."""
    words = Words(_("A try"), _("Roomworthy can be heard here."))
    notices.try_channel(_channel(channel_id), words, at=clock.now())
    db.session.commit()
    jobs.wake()
    flash(_("It is being tried. Look again in a moment."), "success")
    return _listed()


@blueprint.post("/notices/channels/<int:channel_id>/stop")
@open_to(Audience.ADMIN)
def stop_channel(channel_id: int) -> Response:
    """Tell it nothing more."""
    channel = _channel(channel_id)
    service.stop(channel, at=clock.now())
    db.session.commit()
    flash(_("%(name)s hears nothing more.", name=channel.name), "success")
    return _listed()


@blueprint.post("/notices/channels/<int:channel_id>/start")
@open_to(Audience.ADMIN)
def start_channel(channel_id: int) -> Response:
    """Tell it again what happens."""
    channel = _channel(channel_id)
    service.begin_again(channel)
    db.session.commit()
    flash(_("%(name)s hears again what happens.", name=channel.name), "success")
    return _listed()
