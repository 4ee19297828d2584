"""What privacy does with a backup that was restored: whoever was erased since is erased again."""

from app.keeping.restoring.service import Again
from app.privacy import service


def _erase_again(_at: object) -> None:
    service.erase_again()


again = Again(("erasure",), _erase_again)
