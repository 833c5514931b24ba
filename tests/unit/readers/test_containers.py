"""Archives that are odd or damaged: the one file in them is read, or the delivery refused; never a fault."""

import io
import zipfile

import pytest

from centricity.errors import Refusal
from centricity.readers.containers import open_delivered

CONTENT = b"id,cijfer\n" + b"".join(b"R%d,%d\n" % (number, number % 10) for number in range(200))
METHODS = {
    "stored": zipfile.ZIP_STORED,
    "deflate": zipfile.ZIP_DEFLATED,
    "bzip2": zipfile.ZIP_BZIP2,
    "lzma": zipfile.ZIP_LZMA,
}


def zipped(name: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        member = zipfile.ZipInfo("x")
        member.filename, member.compress_type = name, method
        archive.writestr(member, CONTENT)
    return buffer.getvalue()


def read(folder, content: bytes) -> bytes:
    path = folder / "delivery.zip"
    path.write_bytes(content)
    with open_delivered(path) as stream:
        return stream.read()


@pytest.mark.parametrize("name", ["", ".", "./.", "a\\b.csv", "map/é.csv"])
def test_an_odd_name_says_nothing_about_the_content(tmp_path, name):
    assert read(tmp_path, zipped(name)) == CONTENT


@pytest.mark.parametrize("name", ["..", "../x", "/x", "C:x", "C:\\x"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(Refusal, match="path_traversal"):
        read(tmp_path, zipped(name))


@pytest.mark.parametrize("method", METHODS)
def test_damage_anywhere_is_refused_or_harmless(tmp_path, method):
    whole = zipped("é.csv", METHODS[method])
    assert read(tmp_path, whole) == CONTENT
    codes = set()
    for place in range(0, len(whole), 1 if len(whole) < 500 else 7):
        for sign in (0x00, 0xFF):
            try:
                assert read(tmp_path, whole[:place] + bytes([sign]) + whole[place + 1 :]) == CONTENT
            except Refusal as refusal:
                codes.add(refusal.code)
    assert "corrupt_archive" in codes
