"""The report's own fonts, found in their packages and told to fontconfig privately.

The system's fonts never matter: the same report looks the same on every machine, in every script.
"""

import hashlib
import tempfile
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

FOLDERS = {
    "fontpkg_inter": "files",
    "fontpkg_source_serif_4": "files",
    "fontpkg_noto_sans_thai": "files",
    "fontpkg_ibm_plex_sans_arabic": "files",
    "justmytype_intl_cjk": "fonts/ofl/notosanskr",
}


def folders() -> tuple[list[Path], list[str]]:
    """Return the folders of the installed font packages, and the packages that are missing."""
    found, missing = [], []
    for package, inside in FOLDERS.items():
        spec = find_spec(package)
        folder = Path(spec.origin).parent / inside if spec and spec.origin else None
        if folder and folder.is_dir():
            found.append(folder)
        else:
            missing.append(package)
    return found, missing


def configuration(directory: Path | None = None) -> Path:
    """Write the fontconfig file of the installed fonts and return its path.

    It stands in *directory* (the system's temporary folder by default) under a name made of its
    text, so that two processes that write it at once write the same.
    """
    found, _ = folders()
    base = directory or Path(tempfile.gettempdir())
    text = _text(found, base / "throughline-fontconfig")
    path = base / f"throughline-fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    if not path.exists():
        half = path.with_suffix(f".{tempfile.gettempprefix()}{id(path):x}")
        half.write_text(text, "utf-8")
        half.replace(path)
    return path


def _text(found: list[Path], cache: Path) -> str:
    lines = "\n".join(f"  <dir>{escape(str(folder))}</dir>" for folder in found)
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"{lines}\n  <cachedir>{escape(str(cache))}</cachedir>\n</fontconfig>\n"
    )
