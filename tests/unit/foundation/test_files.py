"""Files from outside are told by their bytes and kept without what was hidden in them."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from foundation.files.kinds import clean_name, recognise
from foundation.files.pictures import read_picture
from tests.support.files import archive, picture

SECRET = b"13.7563 N 100.5018 E"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_known_by_its_bytes_with_its_size(form):
    read = read_picture(picture(form, 40, 30))
    assert (read.media_type, read.width, read.height) == (f"image/{form.lower()}", 40, 30)
    assert Image.open(io.BytesIO(read.data)).convert("RGB").getpixel((3, 3))[0] > 150


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_a_camera_wrote_beside_a_picture_is_left_out(form):
    notes = Image.Exif()
    notes[0x010E] = SECRET.decode()
    data = picture(form, 40, 30, exif=notes)
    assert SECRET in data
    kept = read_picture(data + b"<script>hidden</script>").data
    assert SECRET not in kept
    assert b"hidden" not in kept
    assert Image.open(io.BytesIO(kept)).size == (40, 30)


def test_a_photograph_stays_upright():
    notes = Image.Exif()
    notes[0x0112] = 6
    kept = read_picture(picture("JPEG", 40, 30, exif=notes)).data
    assert Image.open(io.BytesIO(kept)).getexif() == {0x0112: 6}


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_half_a_picture_is_none(form):
    data = picture(form, 40, 30)
    assert read_picture(data[: len(data) // 2]) is None


def test_a_progressive_photograph_is_read_whole():
    data = picture("JPEG", 64, 64, progressive=True)
    assert Image.open(io.BytesIO(read_picture(data).data)).getpixel((60, 60))[0] > 150


HEADS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\x10\0\0\0WEBPVP8 ", b"PK\x03\x04")


@given(head=st.sampled_from(HEADS), body=st.binary(max_size=200))
def test_no_bytes_crash_the_reader(head, body):
    recognise(head + body, "a.csv")
    recognise(body, "a.csv")


WORD = archive(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
BOOK = archive(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
WRITER = archive(mimetype=b"application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("data", "name", "ending"),
    [
        (b"%PDF-1.7\n", "x", "pdf"), (WORD, "x.zip", "docx"), (BOOK, "x", "xlsx"),
        (WRITER, "x", "odt"), ("a;b\n1;ไทย\n".encode(), "x.CSV", "csv"), (b"ID3\x04", "x", "mp3"),
        (b"\0\0\0\x20ftypM4A ", "x", "m4a"), (b"OggS\0", "x", "ogg"),
        (b"RIFF\x24\0\0\0WAVE", "x", "wav"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01webm", "x", "webm"), (picture("JPEG"), "x.exe", "jpg"),
    ],
)  # fmt: skip
def test_a_file_is_known_by_its_bytes(data, name, ending):
    assert recognise(data, name).ending == ending


BOMB = archive(**{"word/document.xml": b"\0" * 30_000_000})
MANY = archive(**{f"word/{n}.xml": b"" for n in range(1001)})
MACROS = archive(**{"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"})


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "x.svg"),
        (b"<svg/>", "x.png"), (b"  <html>", "x.csv"), (b"<?php", "x.csv"), (b"MZ\x90\0", "x.pdf"),
        (b"\x7fELF", "x.png"), (b"GIF89a/*", "x.js"), (b"\xff\xfe<", "x.csv"), (b"a\0b", "x.csv"),
        (b"words", "x.txt"), (b"", "x.csv.exe"), (b"PK\x03\x04", "x.docx"),
        (archive(**{"evil.exe": b"MZ"}), "x.docx"), (MACROS, "x.docx"), (BOMB, "x.docx"),
        (MANY, "x.docx"),
    ],
)  # fmt: skip
def test_what_could_do_harm_or_is_unknown_is_no_file(data, name):
    assert recognise(data, name) is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.JPEG", "photo.png"), ("../../etc/passwd", "passwd.png"),
        ("C:\\tmp\\a.exe", "a.png"),
        ("a\0b\r\nc\u202egnp.exe", "abcgnp.png"), ("", "file.png"), ("..", "file.png"),
        ("ภาพ 1.png", "ภาพ 1.png"), ("x" * 300, f"{'x' * 100}.png"), ('a"<b>;%.png', "a__b___.png"),
    ],
)  # fmt: skip
def test_a_name_keeps_no_folder_and_no_unseen_sign(name, kept):
    assert clean_name(name, "png") == kept


def test_an_office_file_is_never_unpacked(monkeypatch):
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))
    assert recognise(WORD, "x").ending == "docx"
