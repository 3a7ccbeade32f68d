"""A firm's client list: headings, cells and dates as people write them, read as contacts."""

from research.contact_sheet.firm_names import near_key, organisation_key
from research.contact_sheet.reader import (
    LONGEST,
    OF_THE_FIRM,
    ContactSheet,
    SheetContact,
    read_contacts,
)
from research.contact_sheet.vocabulary import COLUMNS, VALUES, heading_key, read_word

__all__ = [
    "COLUMNS",
    "LONGEST",
    "OF_THE_FIRM",
    "VALUES",
    "ContactSheet",
    "SheetContact",
    "heading_key",
    "near_key",
    "organisation_key",
    "read_contacts",
    "read_word",
]
