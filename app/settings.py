"""The settings: one frozen object, read from the environment once, at start."""

import os
import secrets
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def plain_address(value: str) -> str:
    """The address without a slash at its end; refuses all but scheme, host and port.

    Codes say their address in upper case, and only these mean the same in either case.
    """
    value = value.strip().rstrip("/")
    parts = urlsplit(value)
    host = value.partition("://")[2]
    plain = parts.scheme in {"http", "https"} and parts.hostname and parts.netloc == host
    if value and (not plain or "@" in host):
        raise ValueError("must look like https://rooms.example.edu, without a path")
    return value


def contact_address(value: str) -> str:
    """Where something can be told: a mail address or a page, on one line as it goes into a file."""
    if value and not (value.startswith(("mailto:", "https://")) and value.isprintable()):
        raise ValueError("must look like mailto:security@example.edu, or begin with https://")
    return value


def issuer_address(value: str) -> str:
    """The issuer as it names itself, to the letter; plain http on this machine alone."""
    parts = urlsplit(value)
    is_here = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    plain = parts.hostname and not parts.query and not parts.fragment and "@" not in parts.netloc
    if value and not (plain and (parts.scheme == "https" or (parts.scheme == "http" and is_here))):
        raise ValueError("must look like https://login.example.edu, as the issuer names itself")
    return value


class Settings(BaseSettings):
    """What may differ between two installations, as `ROOMWORTHY_…` variables."""

    model_config = SettingsConfigDict(env_prefix="ROOMWORTHY_", frozen=True, extra="ignore")

    data: Path = Path("var")
    """Folder of the embedded database, the secret key and the printed sheets."""
    database_url: str = ""
    """SQLAlchemy address; empty means the embedded SQLite file in `data`."""
    secret_key: str = ""
    """Signs sessions and links; empty means a random one, kept in `data`."""
    public_url: str = ""
    """What the QR codes say, such as `https://rooms.example.edu`; never taken from a request."""
    trial_url: str = ""
    """What the codes of trial tags say where `public_url` can't be printed; for trying out only."""
    organisation: str = "Roomworthy"
    """Whose rooms these are, as tags and pages name it."""
    default_locale: str = "en"
    """The language of whoever asks for none that is spoken here."""
    default_timezone: str = "UTC"
    """The clock where no site has its own, such as `Europe/London`."""
    log_format: Literal["console", "json"] = "json"
    """What the log is written as: for people, or a line of JSON each."""
    cookie_secure: bool = True
    """False only where the program is served without TLS on this machine alone."""
    audit_percent: Annotated[int, Field(ge=0, le=100)] = 10
    """How many of a hundred room checks are made again, blind, by somebody else; 0: none."""
    sign_in_idle_hours: Annotated[int, Field(gt=0)] = 12
    """A sign-in that is not used for so long ends, unless it was told to stay on the device."""
    sign_in_days: Annotated[int, Field(gt=0, le=365)] = 30
    """Any sign-in ends after so many days."""
    second_factor_for: str = ""
    """Roles that are asked for more than a password, such as `admin manager`; empty: none."""
    trusted_proxies: Annotated[int, Field(ge=0, le=10)] = 0
    """How many reverse proxies stand before the program and may be believed."""
    trusted_hosts: str = ""
    """Names that the program answers to beside those of its addresses, separated by commas."""
    shared_limits: str = ""
    """Where several processes count together how often something was tried, such as
    `redis://localhost:6379/0`; empty: each counts for itself."""
    security_contact: str = ""
    """Where a weakness can be told, as an address: `mailto:security@example.edu`."""
    max_upload_mb: int = 64
    """The largest file that is taken, in MB; the proxy before the program has a limit, too."""
    photo_store: Annotated[str, Field(pattern=r"^(s3://[^/]+(/.*)?)?$")] = ""
    """A bucket for pictures, such as `s3://photos/roomworthy`, so that several machines share them;
    empty: the folder `photos` in `data`."""
    photo_endpoint: str = ""
    """Who keeps the bucket, such as `https://minio.example.edu`; empty: Amazon."""
    photo_region: str = "us-east-1"
    """Where the bucket is, as its keeper names it."""
    photo_key_id: str = ""
    """Who we are to the keeper of the bucket, and the secret that shows it."""
    photo_key_secret: Annotated[str, Field(repr=False)] = ""
    outgoing_allow: str = ""
    """Hosts inside the network that may be asked, such as `calendar.campus.internal`; with a port
    other than 80 and 443 as `rooms.example.edu:8443`. Separated by commas."""
    mail_host: str = ""
    """The mail server that takes our mail (SMTP); empty: none is sent."""
    mail_port: Annotated[int, Field(gt=0, lt=65536)] = 587
    mail_tls: Literal["starttls", "tls", "none"] = "starttls"
    """How the way to it is sealed: after a greeting (587), from the first byte (465), not at all
    (25, on this machine or a network that nobody listens to)."""
    mail_user: str = ""
    """Who we are to the mail server; empty where it does not ask."""
    mail_password: Annotated[str, Field(repr=False)] = ""
    mail_from: str = ""
    """Whose mail it is, such as `rooms@example.edu`; empty: no mail is sent."""
    oidc_issuer: str = ""
    """Who else lets people in (OpenID Connect), such as `https://login.example.edu`; empty: nobody.
    It is asked back at `…/sign-in/other/back`, the one address to enter there."""
    oidc_client_id: str = ""
    oidc_client_secret: Annotated[str, Field(repr=False)] = ""
    """Empty where the issuer knows us as a public client."""
    oidc_name: str = "single sign-on"
    """What people call it, as the button of the sign-in page names it."""
    oidc_scope: str = "openid email profile"
    oidc_groups_claim: str = "groups"
    """What the issuer calls the list of a person's groups."""
    oidc_roles: str = ""
    """Which group is which role, such as `rooms-admins=admin; av-team=technician`; the first that
    fits counts. Empty: it opens accounts that are linked to it, and roles are given here."""
    oidc_sites: str = ""
    """Which group serves which site, such as `av-north=North campus; av-north=Harbour; av-all=*`;
    all that fit count, `*` is all sites, and whoever is in none of them sees none. Administrators
    see all in any case. Empty: sites are ticked here."""
    inbox_host: str = ""
    """The server of the inbox that reports are mailed to (IMAP); empty: none is read."""
    inbox_port: Annotated[int, Field(gt=0, lt=65536)] = 993
    inbox_tls: Literal["tls", "starttls", "none"] = "tls"
    """How the way to it is sealed, as for `mail_tls`: 993, 143, or not at all."""
    inbox_user: str = ""
    inbox_password: Annotated[str, Field(repr=False)] = ""
    inbox_folder: str = "INBOX"
    """The folder that is read. It has to be for this program alone: what others read is not."""
    backup_at: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = "02:00"
    """When a backup is made each night, by the clock of `default_timezone`; empty: never."""
    backup_folder: Path | None = None
    """Where backups are kept, best on another disk; empty: `backups` in `data`."""
    backup_passphrase: Annotated[str, Field(repr=False)] = ""
    """Seals backups, so that the secret key goes into them; keep it elsewhere, too."""
    backup_daily: Annotated[int, Field(ge=1)] = 7
    """Of so many nights the backup is kept."""
    backup_weekly: Annotated[int, Field(ge=0)] = 4
    """And of so many weeks the last one."""
    kept_aside_days: Annotated[int, Field(gt=0, le=3650)] = 30
    """After so many days the data that a restore has put aside is removed."""
    testing: bool = False

    _plain = field_validator("public_url", "trial_url")(plain_address)
    _contact = field_validator("security_contact")(contact_address)
    _issuer = field_validator("oidc_issuer")(issuer_address)

    @property
    def address(self) -> str:
        """Where people open the program, as far as it was told; empty where it was not."""
        return self.public_url or self.trial_url

    @property
    def outgoing_allowed(self) -> frozenset[str]:
        """The hosts, or hosts with their ports, of `outgoing_allow`, in small letters."""
        named = self.outgoing_allow.lower().replace(",", " ").split()
        return frozenset(each.rstrip(".") for each in named)

    @property
    def backups(self) -> Path:
        """The folder that backups are kept in."""
        return self.backup_folder or self.data / "backups"

    @property
    def sends_mail(self) -> bool:
        """Whether it is said which server takes our mail, and whose mail it is."""
        return bool(self.mail_host and self.mail_from)

    @property
    def has_other_door(self) -> bool:
        """Whether people can sign in at the issuer, and be sent back to where we are."""
        return bool(self.oidc_issuer and self.oidc_client_id and self.address)

    @property
    def reads_mail(self) -> bool:
        """Whether it is said which inbox reports are mailed to."""
        return bool(self.inbox_host and self.inbox_user)

    @property
    def effective_database_url(self) -> str:
        """The SQLAlchemy address that is used: the set one, or the file in `data`."""
        return self.database_url or f"sqlite:///{(self.data / 'roomworthy.db').resolve()}"

    def signing_key(self) -> str:
        """The key that signs sessions and links; made and kept on first use where none is set."""
        return self.secret_key or _kept_key(self.data / "secret_key")


def _kept_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key
