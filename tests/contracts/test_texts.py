"""Every sentence a person can meet is marked, taken home and spoken in every language."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts.texts import SAYERS, find, sayer
from tests.contracts.test_style import FILES, ROOT

LANGUAGES = ("th", "ko", "vi", "fa")
PLACES = re.compile(r"%\((\w+)\)[a-z]")
#: Speak to whoever runs the server, in English.
OPERATORS = ("cli.py", "library_cli.py", "doctor.py", "schema.py", "terminal.py")
#: Calls whose texts are for the database, a protocol or the log.
NOT_SAID = {
    "CheckConstraint", "UniqueConstraint", "ForeignKey", "relationship", "Mapped", "text", "cast",
    "info", "warning", "error", "exception", "compile", "Response", "Markup", "get", "partial",
}  # fmt: skip
#: Literals that look like a sentence and are none.
NO_SENTENCES = {
    "Korean (cp949)",  # the name of an encoding
    "This server does not answer to that name.\n",  # to a strange host, before any language
    "A language was chosen on an outdated page.",  # to the log
    "Question ",  # to translators, in a PO file's comments
    "Keep these places for answers as they are: ",
    "BEGIN IMMEDIATE",
    "Tiếng Việt",
    "SET NULL",
    "Own model",  # a name kept with the data
    "List Number",
    "List Bullet",
    "Heading 1",
    "Heading 3",
    "Table Grid",  # styles of Word
    "Inter, 'IBM Plex Sans Arabic', 'Segoe UI', Roboto, sans-serif",
}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory):
    """The texts of code and templates as `scripts/texts.sh` finds them."""
    template = tmp_path_factory.mktemp("texts") / "messages.pot"
    pybabel = str(Path(sys.executable).with_name("pybabel"))
    command = [pybabel, "-q", "extract", "-F", "pyproject.toml", "-k", "sentence"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "-o", str(template), "."], cwd=ROOT, env=environment, check=True)
    return {message.id for message in read(template) if message.id}


def read(path):
    with path.open("rb") as file:
        return list(read_po(file))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(wanted, language):
    catalogue = read(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po")
    spoken = {m.id for m in catalogue if m.id and all(said(m.string)) and not m.fuzzy}
    assert sorted(wanted - spoken, key=str) == [], "Run scripts/texts.sh and fill in."
    assert sorted(spoken - wanted, key=str) == [], "Run scripts/texts.sh."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_places(language):
    catalogue = read(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po")
    assert [m.id for m in catalogue if m.id and places(m) != {frozenset(places_of(m.id))}] == []


def said(string):
    return [string] if isinstance(string, str) else list(string)


def places_of(text):
    """The places of a text; of a plural, those of its last form."""
    return frozenset(PLACES.findall(text if isinstance(text, str) else text[-1]))


def places(message):
    return {places_of(each) for each in said(message.string)[-1:]}


def test_every_error_for_people_is_known_to_the_extraction():
    kinds = {"DomainError"}
    classes = [n for path in FILES for n in ast.walk(parse(path)) if isinstance(n, ast.ClassDef)]
    while more := {c.name for c in classes if kinds & bases(c)} - kinds:
        kinds |= more
    own_sentence = {c.name for c in classes if any(is_init(node) for node in c.body)}
    assert sorted(kinds - own_sentence - SAYERS.keys()) == []


def bases(node):
    return {base.id for base in node.bases if isinstance(base, ast.Name)}


def is_init(node):
    return isinstance(node, ast.FunctionDef) and node.name == "__init__"


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_a_text_is_said_whole():
    """An f-string or a sum is found by no catalogue."""
    calls = [(p, n) for p in FILES for n in ast.walk(parse(p)) if isinstance(n, ast.Call)]
    patched = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in calls
        if (name := sayer(call)) and path.name not in OPERATORS
        for place in SAYERS[name]
        if place < len(call.args) and isinstance(call.args[place], ast.JoinedStr | ast.BinOp)
    ]
    assert patched == []


def test_no_sentence_is_left_unmarked():
    unmarked = []
    for path in FILES:
        if path.name in OPERATORS or "analysis" in path.relative_to(ROOT).parts:
            continue
        tree = parse(path)
        marked = {
            text
            for _, found in find(tree)
            for text in ([found] if isinstance(found, str) else found)
        }
        unmarked += [
            f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
            for node in sentences(tree)
            if node.value not in marked | NO_SENTENCES
        ]
    assert unmarked == []


def sentences(node):
    """The literals that read as a sentence, wherever a person could meet them."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(node, ast.FunctionDef) and node.name == "__str__":
        return  # English for the log and the command line
    if isinstance(node, ast.AnnAssign):
        yield from sentences(node.value) if node.value else ()
        return
    if isinstance(node, ast.Raise) and is_for_programmers(node):
        return
    if isinstance(node, ast.Call) and name_of(node.func) in NOT_SAID:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and reads(node.value):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from sentences(child)


def name_of(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def is_for_programmers(node):
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return name_of(raised) in {"ValueError", "RuntimeError", "TypeError", "KeyError"}


def reads(text):
    return bool(re.match(r"[A-Z“`%][^<{};]* [^<{};]*$", text)) and bool(
        re.search("[a-z]{2} ", text)
    )
