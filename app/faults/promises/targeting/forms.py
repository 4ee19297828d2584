"""The form of a support calendar's targets: a field for each priority and stage."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from app.faults.models import Priority, Stage
from app.faults.promises.targeting.service import Told, field_of
from app.faults.promises.targeting.words import minutes_of, typed_as
from app.faults.promises.targets import Targets
from app.faults.promises.words import STAGES

SHORT = Length(max=20, message=_l("Use at most %(max)d characters."))
NEEDED = {
    Stage.RESTORED: [InputRequired(_l("Say by when it works again: that is always promised."))],
}


class TargetsForm(FlaskForm):
    """Within how much support time each stage is promised."""

    def told(self) -> Told:
        """What was typed, by priority and stage; refuses what is no span of time."""
        return {
            (priority, stage): self._minutes(field_of(priority, stage))
            for priority in Priority
            for stage in Stage
        }

    def _minutes(self, name: str) -> int | None:
        return minutes_of(self[name].data or "", name)


def targets_form(targets: Targets) -> TargetsForm:
    """The form as the targets are, unless something was typed."""
    given = {
        field_of(priority, stage): typed_as(minutes)
        for (priority, stage), minutes in targets.items()
    }
    return TargetsForm(data=given)


for _priority in Priority:
    for _stage in Stage:
        setattr(
            TargetsForm,
            field_of(_priority, _stage),
            StringField(STAGES[_stage], [*NEEDED.get(_stage, []), SHORT]),
        )
