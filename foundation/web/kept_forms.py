"""Forms that came too late: what was typed is kept in the page, and offered to be sent again.

A form sent after its sender's session has ended is not done, and a page that only says so would
lose what was typed. Nothing is kept on the server: it may be of anybody.
"""

import json
from dataclasses import dataclass

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from foundation.web.pages import local_path, wants_fragment

#: What the form that carries another is called by.
FIELD = "kept"
TOKEN = "csrf_token"  # noqa: S105  the name of a field
#: Fields whose values are written into no page.
SECRET = frozenset({"password", "present", "again"})
#: So many characters are carried; half of what Werkzeug takes in one form's fields.
MOST = 200_000


@dataclass(frozen=True)
class KeptForm:
    """Where a form was sent to, and every field of it but its token."""

    path: str
    fields: tuple[tuple[str, str], ...]

    def packed(self) -> str:
        """The whole as one text, for a hidden field."""
        return json.dumps([self.path, self.fields], ensure_ascii=False)

    @property
    def words(self) -> list[str]:
        """What a person wrote in it, without names and numbers."""
        return list(dict.fromkeys(text for _, text in self.fields if " " in text.strip()))


def keep() -> KeptForm | None:
    """What this request wanted to send; None where that was nothing or can't be carried."""
    if request.method != "POST" or wants_fragment() or any(request.files.values()):
        return None
    pairs = request.form.items(multi=True)
    fields = tuple((name, text) for name, text in pairs if name not in {TOKEN, FIELD})
    kept = KeptForm(request.full_path.rstrip("?"), fields)
    is_secret = any(name in SECRET for name, _ in fields)
    return kept if fields and not is_secret and len(kept.packed()) <= MOST else None


def unpack() -> KeptForm | None:
    """The form that this one carries, if it does."""
    try:
        path, fields = json.loads(request.form.get(FIELD, ""))
        pairs = tuple((str(name), str(text)) for name, text in fields)
    except (ValueError, TypeError):
        return None
    return KeptForm(path, pairs) if isinstance(path, str) and local_path(path) else None


def page_behind() -> str | None:
    """The address of this request where it can be opened as a page, else None."""
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter:
            adapter.match(request.path, method="GET")
    except HTTPException:
        return None
    return request.full_path.rstrip("?")
