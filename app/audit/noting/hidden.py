"""What the log never says of a change: secrets, and what is personal."""

import re

SECRET = re.compile(r"password|passcode|secret|token|uniquifier|credential|recovery|totp|hash|key$")
PERSONAL = re.compile(r"mail|contact|phone|address|url|subject|note|body|detail")


def is_hidden(field: str, table: str) -> bool:
    """Whether only the change of this field is told, and not from what to what."""
    folded = field.casefold()
    if table == "person" and folded == "name":
        return True
    return bool(SECRET.search(folded) or PERSONAL.search(folded))
