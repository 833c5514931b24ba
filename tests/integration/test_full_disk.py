"""A full disk is said plainly, loses nothing, and is forgotten by the next run."""

import pytest
from small_disk import can_mount, on_a_small_disk

from centricity.faults import fault_in_words, said_full
from centricity.home import Home
from centricity.warehouse.publication import draft_folder

pytestmark = pytest.mark.integration


def test_intake_on_a_full_disk(tmp_path):
    """With no room at all, and with room for a few files; tests/benchmarks/full_disk.py does it with whole runs."""
    if not can_mount(tmp_path):
        pytest.skip("this system lets its users mount no tmpfs of a given size")
    done = on_a_small_disk(tmp_path, "intake")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("disk_full") == 2


def test_a_build_that_cannot_be_written_leaves_no_draft(tmp_path):
    home = Home(tmp_path)
    home.published.mkdir()
    with pytest.raises(OSError, match="No space"), draft_folder(home, "new") as folder:
        (folder / "mart.parquet").write_text("half")
        raise OSError(28, "No space left on device")
    assert list(home.published.iterdir()) == []


@pytest.mark.parametrize("text", ["could not write file: No space left on device", "failed to offload data block"])
def test_what_libraries_say_of_a_full_disk_is_understood(text):
    assert said_full(text).code == "disk_full"
    assert fault_in_words(RuntimeError(text)).code == "disk_full"
    assert fault_in_words(RuntimeError("a row: piet@example.org")) is None
