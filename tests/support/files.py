"""Small files as people send them."""

import io
import zipfile
from typing import Any

from PIL import Image


def picture(form: str = "PNG", width: int = 40, height: int = 30, **options: Any) -> bytes:
    """A reddish picture of this form and size."""
    data = io.BytesIO()
    Image.new("RGB", (width, height), (200, 60, 40)).save(data, form, **options)
    return data.getvalue()


def archive(**members: bytes) -> bytes:
    """A ZIP of these members, packed but for the one that names the kind."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            file.writestr(name, content, how)
    return data.getvalue()
