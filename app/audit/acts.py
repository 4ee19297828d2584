"""What may be noted in the audit log, and who may have done it. The words stand in `logbook`."""

from enum import StrEnum


class Who(StrEnum):
    """What kind of somebody did it."""

    PERSON = "person"
    WORKER = "worker"
    COMMAND = "command"
    """The command line, on the machine itself."""
    VISITOR = "visitor"
    """Somebody who has not signed in."""


class Act(StrEnum):
    """What was done: a feature and a verb. A new one needs its sentence in `app/logbook/words.py`.

    Single checks are no acts: they are history of their own, and so is what becomes of one fault.
    """

    SIGNED_IN = "people.signed_in"
    SIGNED_OUT = "people.signed_out"
    SIGN_IN_REFUSED = "people.sign_in_refused"
    SIGN_IN_LIMITED = "people.sign_in_limited"
    PASSWORD_CHOSEN = "people.password_chosen"  # noqa: S105 - an act, no password
    LINK_GIVEN = "people.link_given"
    LINK_USED = "people.link_used"
    INVITED = "people.invited"
    INVITATION_ENDED = "people.invitation_ended"
    PERSON_ADDED = "people.added"
    PERSON_CHANGED = "people.changed"
    PERSON_OFF = "people.switched_off"
    PERSON_ON = "people.switched_on"
    ROLE_SET = "people.role_set"
    SITES_SET = "people.sites_set"
    QUALIFIED = "people.qualified"
    FACTOR_ADDED = "people.factor_added"
    FACTOR_REMOVED = "people.factor_removed"
    RECOVERY_MADE = "people.recovery_made"
    RECOVERY_USED = "people.recovery_used"
    IDENTITY_LINKED = "people.identity_linked"
    IDENTITY_UNLINKED = "people.identity_unlinked"
    SESSION_ENDED = "people.session_ended"
    CALENDAR_RENEWED = "people.calendar_renewed"
    CALENDAR_CLOSED = "people.calendar_closed"
    PERSON_EXPORTED = "people.exported"
    PERSON_ERASED = "people.erased"

    PLACE_MADE = "places.made"
    PLACE_CHANGED = "places.changed"
    PLACE_RETIRED = "places.retired"
    PLACE_BROUGHT_BACK = "places.brought_back"
    PLACE_REMOVED = "places.removed"
    CALENDAR_CHANGED = "places.calendar_changed"
    BOOKINGS_SET = "places.bookings_set"

    UNIT_MADE = "equipment.made"
    UNIT_CHANGED = "equipment.changed"
    UNIT_MOVED = "equipment.moved"
    UNIT_RETIRED = "equipment.retired"
    UNIT_BROUGHT_BACK = "equipment.brought_back"
    VENDOR_CHANGED = "equipment.vendor_changed"
    VENDORS_MERGED = "equipment.vendors_merged"
    VENDOR_REMOVED = "equipment.vendor_removed"
    SPARE_CHANGED = "equipment.spare_changed"
    SPARE_REMOVED = "equipment.spare_removed"

    TAGS_ORDERED = "codes.ordered"
    TAG_CLAIMED = "codes.claimed"
    TAG_VOIDED = "codes.voided"
    TAG_REPLACED = "codes.replaced"

    GUIDE_CHANGED = "guides.changed"
    GUIDE_RETIRED = "guides.retired"
    GUIDE_BROUGHT_BACK = "guides.brought_back"

    PLAN_MADE = "checks.plan_made"
    PLAN_CHANGED = "checks.plan_changed"
    PLAN_RETIRED = "checks.plan_retired"
    PLAN_BROUGHT_BACK = "checks.plan_brought_back"
    WORK_MOVED = "checks.work_moved"
    FAULT_SEEDED = "checks.fault_seeded"

    FAULTS_MERGED = "faults.merged"
    FAULT_SPLIT = "faults.split"
    FAULT_REJECTED = "faults.rejected"
    FAULT_REOPENED = "faults.reopened"
    PROMISE_MOVED = "faults.promise_moved"
    TARGETS_CHANGED = "faults.targets_changed"
    DUTY_CHANGED = "faults.duty_changed"
    PHOTO_PUBLISHED = "faults.photo_published"
    PHOTO_HIDDEN = "faults.photo_hidden"
    WORDS_PUBLISHED = "faults.words_published"
    WORDS_HIDDEN = "faults.words_hidden"

    IMPORTED = "imports.applied"
    IMPORT_UNDONE = "imports.undone"

    CHANNEL_MADE = "notices.channel_made"
    CHANNEL_STARTED = "notices.channel_started"
    CHANNEL_STOPPED = "notices.channel_stopped"

    BACKED_UP = "program.backed_up"
    BACKUP_FAILED = "program.backup_failed"
    RESTORED = "program.restored"
    UPGRADED = "program.upgraded"
    MOVED_DATABASE = "program.moved_database"
    SETTING_CHANGED = "program.setting_changed"
    DATA_FORGOTTEN = "program.data_forgotten"

    LOG_CLOSED = "audit.closed"
    """The oldest entries were taken out, as their time was over; what they ended with is kept."""
    HISTORY_OPENED = "audit.history_opened"
    """Sealed history was changed by one of the few that may, and sealed anew."""
