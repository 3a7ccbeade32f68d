"""The languages people are asked in, checked before they are kept."""

from foundation.errors import Invalid
from foundation.languages import find_language, is_language


def known_language(written: str, field: str = "language") -> str:
    """Return the code of a language, empty for none; raises Invalid where nobody knows it."""
    code = find_language(written) if written else ""
    if written and not is_language(code):
        raise Invalid(
            field,
            "“%(value)s” is no language we know: write its English name or its code, such as"
            " German or de.",
            value=written[:60],
        )
    return code
