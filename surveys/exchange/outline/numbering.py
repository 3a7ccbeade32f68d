"""Word's automatic numbers: which list a paragraph stands in, how it is numbered and how far in."""

from typing import Any

from surveys.exchange.outline.marks import Mark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBERS = {"decimal", "decimalZero", "decimalEnclosedParen", "thaiNumbers", "hindiNumbers"}
_BULLETS = {"bullet", "none", ""}
TWIPS = 180


class Numbering:
    """Counts the paragraphs of each list as Word does."""

    def __init__(self, document: Any) -> None:
        self.formats: dict[tuple[str, int], tuple[str, str]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self._read(document)

    def _read(self, document: Any) -> None:
        for style in document.styles.element.iter(f"{_W}style"):
            found = _numbered(style.find(f"{_W}pPr"))
            if found:
                self.styles[style.get(f"{_W}styleId", "")] = found
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        levels: dict[str, list[Any]] = {
            each.get(f"{_W}abstractNumId", ""): list(each.iter(f"{_W}lvl"))
            for each in root.iter(f"{_W}abstractNum")
        }
        for number in root.iter(f"{_W}num"):
            abstract = number.find(f"{_W}abstractNumId")
            name = abstract.get(f"{_W}val", "") if abstract is not None else ""
            for level in [*levels.get(name, ()), *number.iter(f"{_W}lvl")]:
                key = (number.get(f"{_W}numId", ""), _whole(level.get(f"{_W}ilvl")))
                self.formats[key] = (_val(level, "numFmt"), _val(level, "lvlText"))

    def of(self, element: Any) -> tuple[str, int] | None:
        """List and level of a paragraph, by itself or by its style."""
        properties = element.find(f"{_W}pPr")
        if found := _numbered(properties):
            return None if found[0] == "0" else found
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        return self.styles.get(style.get(f"{_W}val", "")) if style is not None else None

    def level(self, element: Any) -> int:
        """How deep a paragraph stands in its list."""
        found = self.of(element)
        return found[1] if found else 0

    def indent(self, element: Any) -> int:
        """How far in a paragraph begins, in blanks."""
        found = element.find(f"{_W}pPr/{_W}ind")
        left = found.get(f"{_W}left") or found.get(f"{_W}start") if found is not None else ""
        return _whole(left) // TWIPS

    def mark(self, element: Any, style: str, text: str) -> Mark | None:
        """The mark Word shows before a paragraph; None where it shows none."""
        found = self.of(element)
        if found is None:
            return _by_name(style, text)
        shape, pattern = self.formats.get(found, ("bullet", ""))
        if shape in _BULLETS:
            is_box = pattern.strip() in {"☐", "□", "\uf0a8", "\uf06f", "\uf071"}
            return Mark("box" if is_box else "bullet", "bullet", "", text, is_box)
        number = self.counts[found] = self.counts.get(found, 0) + 1
        for key in [key for key in self.counts if key[0] == found[0] and key[1] > found[1]]:
            del self.counts[key]
        if shape in _NUMBERS:
            return Mark("number", f"list {pattern} {found[1]}", str(number), text)
        if shape == "upperRoman":
            return Mark("section", "roman", "", text)
        return Mark("letter", "list", chr(ord("a") + (number - 1) % 26), text)


def _by_name(style: str, text: str) -> Mark | None:
    """The marks of Word's own list styles, whose numbering the file may leave out."""
    if style.startswith("List Number"):
        return (
            Mark("number", style, "0", text)
            if style == "List Number"
            else Mark("bullet", style, "", text)
        )
    return Mark("bullet", "bullet", "", text) if style.startswith("List Bullet") else None


def _numbered(properties: Any) -> tuple[str, int] | None:
    found = properties.find(f"{_W}numPr") if properties is not None else None
    if found is None or found.find(f"{_W}numId") is None:
        return None
    return _val(found, "numId"), _whole(_val(found, "ilvl"))


def _val(element: Any, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val", "") if found is not None else ""


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0
