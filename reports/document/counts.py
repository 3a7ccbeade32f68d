"""How many of what, as a part of a sentence: one is counted as one."""

from reports.document.sentences import Sentence


def stages(n: int) -> Sentence:
    """Return so many stages."""
    return Sentence.counted("%(n)s stage", "%(n)s stages", n)


def people(n: int) -> Sentence:
    """Return so many people."""
    return Sentence.counted("%(n)s person", "%(n)s people", n)


def clients(n: int) -> Sentence:
    """Return so many clients."""
    return Sentence.counted("%(n)s client", "%(n)s clients", n)


def organisations(n: int) -> Sentence:
    """Return so many client organisations."""
    return Sentence.counted("%(n)s client organisation", "%(n)s client organisations", n)


def interviews(n: int) -> Sentence:
    """Return so many interviews."""
    return Sentence.counted("%(n)s interview", "%(n)s interviews", n)


def themes(n: int) -> Sentence:
    """Return so many themes."""
    return Sentence.counted("%(n)s theme", "%(n)s themes", n)


def passages(n: int) -> Sentence:
    """Return so many passages of text."""
    return Sentence.counted("%(n)s passage", "%(n)s passages", n)
