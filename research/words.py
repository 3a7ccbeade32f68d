"""The field's fixed words: segments, roles, consent, and the states of a study."""

from enum import StrEnum

#: Languages the product speaks and reads from the start; people are asked in others too.
LANGUAGES = ("en", "th", "ko", "vi", "fa")


class Segment(StrEnum):
    """How a person's organisation stands to the firm."""

    CURRENT = "current"
    LOST = "lost"
    FORMER = "former"
    PROSPECT = "prospect"


class BuyingRole(StrEnum):
    """A person's part in the buying group."""

    DECISION = "decision"
    TECHNICAL = "technical"
    USER = "user"
    FINANCE = "finance"
    INFLUENCER = "influencer"


class LawfulBasis(StrEnum):
    """Why we may ask this person (GDPR Art. 6); without one nobody is invited."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGITIMATE_INTEREST = "legitimate_interest"


class ConsentScope(StrEnum):
    """What an interviewed person allows us to do with their words, from least to most."""

    INTERNAL_AGGREGATE = "internal_aggregate"
    INTERNAL_QUOTE = "internal_quote"
    EXTERNAL_ANONYMOUS_QUOTE = "external_anonymous_quote"
    ATTRIBUTED = "attributed"


class QuotePermission(StrEnum):
    """What a respondent allows us to do with an answer's words; no choice means no."""

    ANONYMOUS = "anonymous"
    NO = "no"


class StudyState(StrEnum):
    """Where a study stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Kind(StrEnum):
    """What a passage of text is to us."""

    PAIN = "pain"
    PRAISE = "praise"
    SUGGESTION = "suggestion"
    NEUTRAL = "neutral"
