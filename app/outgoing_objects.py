"""The way to the object store: the one module that talks to a service that speaks S3.

The settings alone name it, so it may stand inside; nobody's form leads here.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import S3Store

from app.settings import Settings

SECONDS = 20
"""For one answer."""
AGAIN = {"max_retries": 2, "retry_timeout": timedelta(seconds=SECONDS)}


class NotKept(ConnectionError):
    """The store did not take or give a file; it may later."""


class Bucket:
    """The objects under the address that the settings name, such as `s3://photos/roomworthy`."""

    def __init__(self, store: S3Store) -> None:
        self._store = store

    def keep(self, name: str, content: bytes) -> None:
        """Have the store keep it; it has it once this returns."""
        try:
            obstore.put(self._store, name, content, use_multipart=False)
        except BaseError as error:
            raise NotKept(str(error)) from error

    def content(self, name: str) -> bytes:
        """The bytes under a name; FileNotFoundError where there is none."""
        try:
            return bytes(obstore.get(self._store, name).bytes())
        except (FileNotFoundError, NotFoundError):
            raise FileNotFoundError(name) from None
        except BaseError as error:
            raise NotKept(str(error)) from error

    def erase(self, name: str) -> None:
        """Let it go; nothing where there is none."""
        try:
            obstore.delete(self._store, name)
        except (FileNotFoundError, NotFoundError):
            return
        except BaseError as error:
            raise NotKept(str(error)) from error

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Every name, with the moment since when it is kept."""
        try:
            for part in obstore.list(self._store):
                for each in part:
                    yield str(each["path"]), each["last_modified"]
        except BaseError as error:
            raise NotKept(str(error)) from error


def bucket(settings: Settings) -> Bucket | None:
    """The bucket that the settings name; None where they name none."""
    return _opened(settings) if settings.photo_store else None


@lru_cache(4)
def _opened(settings: Settings) -> Bucket:
    parts = urlsplit(settings.photo_store)
    given = {
        "region": settings.photo_region,
        "endpoint": settings.photo_endpoint,
        "access_key_id": settings.photo_key_id,
        "secret_access_key": settings.photo_key_secret,
    }
    store = S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        client_options={
            "timeout": timedelta(seconds=SECONDS),
            "allow_http": settings.photo_endpoint.startswith("http://"),
        },
        retry_config=AGAIN,  # type: ignore[arg-type]
        **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
    )
    return Bucket(store)
