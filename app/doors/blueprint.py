"""The blueprint of the other doors; a slip in who may come in stops the start."""

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState

from app.doors.openid.groups import rules_of
from app.settings import Settings

blueprint = Blueprint("doors", __name__)


@blueprint.record_once
def check_settings(state: BlueprintSetupState) -> None:
    """Stop the start where the settings of a door make no sense together."""
    settings: Settings = state.app.config["SETTINGS"]
    rules_of(settings)
    if settings.oidc_issuer and not settings.has_other_door:
        raise ValueError(
            "ROOMWORTHY_OIDC_ISSUER needs ROOMWORTHY_OIDC_CLIENT_ID and ROOMWORTHY_PUBLIC_URL too"
        )


@blueprint.app_context_processor
def name_door() -> dict[str, object]:
    """What pages call the other door, empty where there is none; whether mail can invite."""
    settings: Settings = current_app.config["SETTINGS"]
    door = settings.oidc_name if settings.has_other_door else ""
    return {"other_door": door, "can_invite": bool(settings.sends_mail and settings.public_url)}
