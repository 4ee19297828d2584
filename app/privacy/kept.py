"""What is kept of people: the words of /privacy, and a table that every column of text is in.

A column is named by what is kept in it (`KEPT`), is a thing's in a table where people stand too
(`PLAIN`), or is in a table of things alone (`OF_THINGS`): a new one has to be thought about, since
a test tells of it. The periods are named where they are kept to, and only told here.
"""

from dataclasses import dataclass

from app.language import N_


@dataclass(frozen=True)
class Kept:
    """Something that is kept of people: its columns, what it is for, how long, and who sees it."""

    what: str
    columns: frozenset[str]
    why: str
    how_long: str
    who: str


def _columns(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _kept(what: str, columns: str, why: str, how_long: str, who: str) -> Kept:
    return Kept(what, _columns(columns), why, how_long, who)


KEPT = (
    _kept(
        N_("What somebody writes who reports something, and their picture"),
        "report.note report.rating_note mail.subject mail.words mail.files",
        N_("To mend what is broken"),
        N_("Two years after it is settled. Mail that nothing came of: 30 days."),
        N_("Those who work here. Everybody, once one of them has approved it."),
    ),
    _kept(
        N_("How somebody who reports something can be reached"),
        "report.contact follower.address mail.sender notice.address",
        N_("To tell how it stands, where that was asked for"),
        N_("30 days after it is settled. An address that nobody confirmed: seven days."),
        N_("Those who mend it see a number that was left for them; nobody sees another address."),
    ),
    _kept(
        N_("The private address of a report"),
        "report.secret follower.secret notice.link notice.stop_link",
        N_("It opens the page of whoever made the report, without an account"),
        N_("Two years after the report is settled"),
        N_("Whoever made the report"),
    ),
    _kept(
        N_("Messages that were sent"),
        "notice.subject notice.body notice.problem",
        N_("To send each of them, and to see why one did not arrive"),
        N_("30 days"),
        N_("Whom they are for. Managers see the subject of those that did not arrive."),
    ),
    _kept(
        N_("An account: name, e-mail address, language, what somebody may sign"),
        "person.email person.name person.public_name person.qualifications person.language",
        N_("To know who checked and mended"),
        N_("Until it is erased"),
        N_("Those who work here. The public reads a name only where its owner wants that."),
    ),
    _kept(
        N_("What lets somebody in: hashes of a password and codes, passkeys, other accounts"),
        "person.password person.fs_uniquifier person.calendar_secret identity.issuer"
        " identity.subject sign_in.secret_hash sign_in.bound_to second_factor.secret"
        " recovery_code.code_hash",
        N_("To let in whom it should, and nobody else"),
        N_("As long as the account, or until it is changed"),
        N_("Nobody"),
    ),
    _kept(
        N_("On which devices somebody is signed in, or is told"),
        "sign_in.browser sign_in.system push_device.subscription push_device.endpoint"
        " push_device.name passkey.name quiet.timezone",
        N_("To end what is not one's own, and to tell nobody at night"),
        N_("Until it is ended"),
        N_("Only oneself"),
    ),
    _kept(
        N_("What somebody noted at work"),
        "check.note finding.note finding.answer timeline_entry.note fault.detail round_stop.note"
        "  promise_move.reason past_work.words past_work.who stock_move.note mail.why",
        N_("The history of rooms and things, which has to stay as it was"),
        N_("Ten years, or as the law of the equipment says"),
        N_("Those who work here. Everybody, where it was written for the public."),
    ),
    _kept(
        N_("What was done with the program, and by whom"),
        "audit_entry.name audit_entry.changes",
        N_("To find out who changed what"),
        N_("180 days"),
        N_("Auditors and administrators"),
    ),
)

PLAIN = _columns(
    """
    report.key report.language mail.key mail.language notice.key notice.about notice.language
    notice.letter check.key check.body_hash check.scan finding.item_text finding.unit
    past_work.source past_work.readings past_work.external_id round.name round.key stock_move.key
    audit_entry.act audit_entry.about audit_entry.way audit_entry.previous audit_entry.marks
    audit_entry.hash import_batch.token import_batch.file_name import_batch.sha256
    import_batch.source import_batch.kind import_change.name import_change.place
    import_change.before import_change.after spelling.within spelling.said spelling.meant
    import_profile.name import_profile.header import_profile.choices moved_work.key
    begun_sheet.stock_id begun_sheet.used seeded_fault.what solved.key guide.title guide.body
    guide_version.title guide_version.body tag.code tag.address tag.fresh_address batch.stock_id
    batch.design_id batch.used batch.address batch.locale batch.problem erasure.address_mark
    diagnosis.mode
    """
)
"""Columns that say nothing of a person, in tables that do, or that point at one."""
OF_THINGS = _columns(
    """
    building calendar_feed channel check_item contingency due_work equipment equipment_model
    equipment_type floor history_pass holiday house_style job_plan own_stock photo post printer
    room site seal spare spare_stock support_calendar symptom system term vendor zone
    """
)
"""Tables of places and things. A vendor is a company; a photo is what a camera saw."""
