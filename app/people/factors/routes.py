"""Pages of the second factor: setting it up, turning it off, and the code after the password."""

from typing import Any

from flask import Response as Answered
from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user, login_user
from werkzeug.wrappers import Response

from app import clock
from app.access import Audience, open_to
from app.errors import Refusal
from app.extensions import db
from app.forms import say_beside
from app.leading import within
from app.people.account.owner import is_fresh, owner_only, slowed
from app.people.account.telling import tell
from app.people.blueprint import blueprint
from app.people.factors import codes, queries, service
from app.people.factors.asking import insist_on_known, is_asked
from app.people.factors.between import arrived, expected
from app.people.factors.forms import CodeForm, ConfirmForm
from app.people.models import Proof, SecondFactor
from app.people.passkeys.queries import passkeys_of
from app.people.sessions import service as sessions
from app.people.sessions.knowing import sign_in
from app.storing import status_of, stored


def _key() -> str:
    return str(current_app.config["SECRET_KEY"])


@blueprint.get("/account/second-factor")
@open_to(Audience.OWN)
def second_factor() -> str:
    """Whether I have a second factor, and how to get one."""
    return _page(ConfirmForm())


def _page(form: ConfirmForm) -> str:
    factor = queries.factor_of(current_user)
    shows = factor is not None and is_fresh() and service.is_open(factor, at=clock.now())
    return render_template(
        "people/second_factor.html",
        form=form,
        is_on=factor is not None and factor.confirmed_at is not None,
        typed_in=codes.typed_in(factor.secret, _key()) if factor and shows else "",
        app_address=_address(factor) if factor and shows else "",
        left=queries.codes_left(current_user),
        is_asked=is_asked(current_user),
    )


@blueprint.post("/account/second-factor/begin")
@open_to(Audience.OWN)
@owner_only("people.second_factor")
def begin_second_factor() -> Response:
    """Begin to set up an app."""
    insist_on_known(has_passkey=bool(passkeys_of(current_user)))
    service.begin(current_user, _key(), at=clock.now())
    db.session.commit()
    return redirect(url_for("people.second_factor"), 303)


@blueprint.get("/account/second-factor/picture")
@open_to(Audience.OWN)
def second_factor_picture() -> Answered:
    """The secret as a QR code, while it is being set up; never kept by a browser."""
    factor = queries.factor_of(current_user)
    if factor is None or not is_fresh() or not service.is_open(factor, at=clock.now()):
        abort(404)
    headers = {"Cache-Control": "no-store"}
    return Answered(codes.picture(_address(factor)), mimetype="image/svg+xml", headers=headers)


def _address(factor: SecondFactor) -> str:
    """What an app for codes opens, or reads as a picture."""
    issuer = current_app.config["SETTINGS"].organisation
    return codes.address_of(factor.secret, _key(), name=current_user.email, issuer=issuer)


@blueprint.post("/account/second-factor/confirm")
@open_to(Audience.OWN)
@slowed
@owner_only("people.second_factor")
def confirm_second_factor() -> str | tuple[str, int]:
    """Take the app into use; the answer alone shows the recovery codes."""
    form, made, at = ConfirmForm(), list[str](), clock.now()

    def act() -> None:
        made.extend(service.confirm(current_user, form.code.data or "", _key(), at=at))
        sessions.strengthen(sign_in(), Proof.CODE)
        sessions.end_others(sign_in())
        tell(current_user, lambda: _("A second factor protects your account now."), at=at)

    if not stored(form, act):
        return _page(form), status_of(form)
    return render_template("people/recovery_codes.html", codes=made)


@blueprint.post("/account/second-factor/codes")
@open_to(Audience.OWN)
@owner_only("people.second_factor")
def new_recovery_codes() -> str:
    """New recovery codes; the answer alone shows them."""
    if not queries.has_factor(current_user):
        raise Refusal(_("You have no second factor."))
    made = service.new_codes(current_user, _key(), at=clock.now())
    db.session.commit()
    return render_template("people/recovery_codes.html", codes=made)


@blueprint.post("/account/second-factor/off")
@open_to(Audience.OWN)
@owner_only("people.second_factor")
def turn_off_second_factor() -> Response:
    """Ask me for no code any more; refused where my role asks for one."""
    if is_asked(current_user):
        raise Refusal(_("Your role asks for a second factor. Ask an administrator to reset it."))
    service.take_away(current_user, by=current_user, at=clock.now())
    tell(current_user, _is_off, at=clock.now())
    db.session.commit()
    flash(_("You are asked for no code any more."), "success")
    return redirect(url_for("people.second_factor"), 303)


def _is_off() -> str:
    return _("The second factor of your account was turned off.")


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@open_to(Audience.ANYONE)
def code() -> Any:
    """The code after the password."""
    person, form = expected(), CodeForm()
    if person is None:
        return redirect(url_for("security.login", next=request.args.get("next")))
    if not form.validate_on_submit():
        return render_template("people/code.html", form=form), status_of(form)
    found = service.come_in(person, form.code.data or "", _key(), at=clock.now())
    db.session.commit()  # a miss is kept
    if isinstance(found, Refusal):
        say_beside(form, found)
        return render_template("people/code.html", form=form), 422
    login_user(person, remember=arrived(), authn_via=[found.value])
    db.session.commit()
    return redirect(within(request.args.get("next", "")) or url_for("board.today"), 303)
