"""The condition languages written as text: XPath of XLSForm, SurveyJS, LimeSurvey's."""

import re

from surveys.exchange.conditions.reading import Language
from surveys.exchange.conditions.tree import Call, Literal, Many, Node, Ref, call

#: Spreadsheets turn straight quotes into curly ones, on either side or on one.
_TEXTS = r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[‘’‚‛][^‘’']*[‘’']|[“”„‟][^“”"]*[“”"])"""
_NUMBER = r"(?P<number>\d+(?:\.\d+)?|\.\d+)"
_EQUALS = {"=": "==", "==": "==", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">"}
_COMPARE = {**_EQUALS, ">=": ">="}
_PLUS = {"+": "+", "-": "-"}

_XPATH = Language(
    token=re.compile(
        rf"""(?P<ref>\$\{{[^}}]*\}}|(?:\.\./|\./|/)[\w./-]+|\.(?![\w./]))|{_TEXTS}|{_NUMBER}"""
        r"""|(?P<name>[^\W\d][\w-]*(?::[\w-]+)?)|(?P<sign>!=|<=|>=|[=<>+*(),|-])"""
    ),
    either={"or": "or"},
    both={"and": "and"},
    compare=_COMPARE,
    plus=_PLUS,
    times={"*": "*", "div": "/", "mod": "mod"},
    prefix={"-": "minus"},
)


def read_xpath(text: str) -> Node:
    """Read an XPath condition of an XLSForm; raises Untold."""
    return _xpath(_XPATH.read(text))


def _xpath(node: Node) -> Node:
    if isinstance(node, Ref):
        return Ref("" if node.name in {".", "current"} else node.name.rsplit("/", 1)[-1])
    if not isinstance(node, Call):
        return node
    inside = tuple(_xpath(each) for each in node.operands)
    if node.name in {"true", "false"} and not inside:
        return Literal(node.name == "true")
    if node.name == "selected" and len(inside) == 2:
        return call("has", inside[1], inside[0])
    if node.name in _ONLY_CASTS and len(inside) == 1:
        return inside[0]
    return Call(_OTHER_NAMES.get(node.name, node.name), inside)


_ONLY_CASTS = {"number", "string", "once", "boolean", "date"}
_OTHER_NAMES = {"count-selected": "count", "string-length": "length"}


_SURVEYJS = Language(
    token=re.compile(
        rf"""(?P<ref>#?\{{[^}}]*\}})|{_TEXTS}|{_NUMBER}|(?P<name>[^\W\d][\w-]*)"""
        r"""|(?P<sign>!=|<>|<=|>=|==|=>|=<|&&|\|\||\*=|[=<>+*/%^(),!\[\]-])"""
    ),
    either={"or": "or", "||": "or"},
    both={"and": "and", "&&": "and"},
    compare={
        **_COMPARE,
        "equal": "==",
        "equals": "==",
        "notequal": "!=",
        "notequals": "!=",
        "less": "<",
        "lessorequal": "<=",
        "greater": ">",
        "greaterorequal": ">=",
        "=<": "<=",
        "=>": ">=",
        "contains": "contains",
        "contain": "contains",
        "*=": "contains",
        "notcontains": "notcontains",
        "notcontain": "notcontains",
        "anyof": "anyof",
        "noneof": "noneof",
        "allof": "allof",
    },
    plus=_PLUS,
    times={"*": "*", "/": "/", "%": "mod", "^": "power", "power": "power", "mod": "mod"},
    prefix={"!": "not", "negate": "not", "not": "not", "-": "minus"},
    postfix={"empty": "empty", "notempty": "answered"},
    literals={"true": True, "false": False, "undefined": "", "null": ""},
)


def read_surveyjs(text: str) -> Node:
    """Read a SurveyJS condition; raises Untold."""
    return _surveyjs(_SURVEYJS.read(text))


def _surveyjs(node: Node) -> Node:
    if isinstance(node, Many):
        return Many(tuple(_surveyjs(each) for each in node.items))
    if isinstance(node, Ref) and node.name.endswith(".length"):
        return call("count", Ref(node.name.removesuffix(".length")))
    if not isinstance(node, Call):
        return node
    inside = tuple(_surveyjs(each) for each in node.operands)
    if node.name == "empty":
        return call("not", Call("answered", inside))
    if node.name in _SETS:
        return _set(node.name, inside[0], inside[1])
    return Call(node.name, inside)


_SETS = {"contains", "notcontains", "anyof", "noneof", "allof"}


def _set(name: str, left: Node, right: Node) -> Node:
    if name in {"contains", "notcontains"} and not isinstance(right, Many):
        found: Node = call("has", right, left)
    else:
        wanted = right if isinstance(right, Many) else Many((right,))
        operator = "has-any" if name in {"anyof", "noneof"} else "has-all"
        found = call(operator, wanted, left)
    return call("not", found) if name in {"notcontains", "noneof"} else found


_LIMESURVEY = Language(
    token=re.compile(
        rf"""{_TEXTS}|{_NUMBER}(?![\w])|(?P<name>(?:INSERTANS:)?[^\W][\w]*(?:[.:#](?=[^\W])[\w]+)*)"""
        r"""|(?P<sign>!=|<=|>=|==|&&|\|\||[=<>+*/%(),!-])"""
    ),
    either={"or": "or", "||": "or"},
    both={"and": "and", "&&": "and"},
    compare={
        **_COMPARE,
        "eq": "==",
        "ne": "!=",
        "lt": "<",
        "le": "<=",
        "gt": ">",
        "ge": ">=",
    },
    plus=_PLUS,
    times={"*": "*", "/": "/", "%": "mod"},
    prefix={"!": "not", "not": "not", "-": "minus"},
    literals={"true": True, "false": False},
)
_SUFFIX = re.compile(r"\.(NAOK|valueNAOK|code|value|shown)$", re.IGNORECASE)


def read_limesurvey(text: str) -> Node:
    """Read LimeSurvey's ExpressionScript, without the braces around it; raises Untold."""
    return _limesurvey(_LIMESURVEY.read(text))


def _limesurvey(node: Node) -> Node:
    if isinstance(node, Ref):
        return Ref("" if node.name in {"self", "this"} else _bare(node.name))
    if not isinstance(node, Call):
        return node
    inside = tuple(_limesurvey(each) for each in node.operands)
    if node.name == "is_empty" and len(inside) == 1:
        return call("not", Call("answered", inside))
    if node.name == "strlen" and len(inside) == 1:
        return Call("length", inside)
    if node.name in {"intval", "floatval", "trim"} and len(inside) == 1:
        return inside[0]
    return Call(node.name, inside)


def _bare(name: str) -> str:
    """The name without the suffixes that say which side of the answer is meant."""
    while (shorter := _SUFFIX.sub("", name)) != name:
        name = shorter
    return name.removeprefix("INSERTANS:")
