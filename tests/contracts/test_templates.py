"""Templates: nothing inline, every page in a frame, every template whole."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from foundation.settings import Settings

ROOT = Path(__file__).resolve().parents[2] / "templates"
ALL = sorted(path for path in ROOT.rglob("*.html"))
#: Mail clients know no style sheets, and a PDF's styles stand beside its template.
OTHER_MEDIA = {"mail", "print"}

names = pytest.mark.parametrize(
    "path", ALL, ids=[path.relative_to(ROOT).as_posix() for path in ALL]
)


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole product, for its template environment."""
    instance = tmp_path_factory.mktemp("templates")
    return create_app(
        Settings(instance=instance, queue_url="immediate:", secret_key="tests only", testing=True)
    )


def folder(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def is_other_media(path: Path) -> bool:
    parts = {part.removesuffix(".html") for part in path.relative_to(ROOT).parts}
    return bool(parts & OTHER_MEDIA)


@names
def test_nothing_is_inline(path):
    if is_other_media(path):
        return
    text = path.read_text(encoding="utf-8")
    inline = re.findall(r"<style|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*(?:src|json))", text)
    assert inline == []


@names
def test_a_page_extends_a_layout(path):
    text = path.read_text(encoding="utf-8")
    if path.name.startswith("_") or folder(path) in {"layouts", "components"}:
        return
    assert re.search(r"{%-? extends \"", text), "Extend a layout, or begin the name with _."


@names
def test_a_template_can_be_compiled(application, path):
    assert application.jinja_env.get_template(path.relative_to(ROOT).as_posix())


@names
def test_nothing_is_marked_safe(path):
    assert "|safe" not in path.read_text(encoding="utf-8").replace(" ", "")


@names
def test_every_icon_exists(application, path):
    known = application.jinja_env.globals["icon"]
    used = re.findall(r"\bicon\(['\"]([a-z0-9-]+)['\"]", path.read_text(encoding="utf-8"))
    assert [name for name in used if not known(name)] == []


@names
def test_sides_are_logical(path):
    assert re.findall(r"\b(?:align|dir)=\"(?:left|right)\"", path.read_text(encoding="utf-8")) == []


SHEETS = sorted((ROOT.parent / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("path", SHEETS, ids=[path.name for path in SHEETS])
def test_style_sheets_know_no_left_and_right(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    sides = r"(?<![-\w])(?:margin-|padding-|border-)?(?:left|right)\s*:"
    values = r"(?:text-align|float):\s*(?:left|right)"
    assert re.findall(f"{sides}|{values}", text) == []


#: Names, keys and units that every language writes alike.
SAID_ALIKE = {"Throughline", "UTC", "Ctrl", "Enter", "Alt"}
SPOKEN_ATTRIBUTES = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')


@names
def test_every_word_goes_through_the_catalogue(path):
    text = path.read_text(encoding="utf-8")
    for silent in (r"\{#.*?#\}", r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", r"<style.*?</style>"):
        text = re.sub(silent, "", text, flags=re.DOTALL)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    spoken = SPOKEN_ATTRIBUTES.findall(text)
    spoken.append(re.sub(r"<[^>]*>|&\w+;|\b[\w-]+=\"[^\"]*\"", " ", text))
    words = {word for part in spoken for word in re.findall(r"[^\W\d_]{3,}", part)}
    assert sorted(words - SAID_ALIKE) == []
