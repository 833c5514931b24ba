"""Pseudonyms are HMAC-SHA-256, with a key that is kept and never silently replaced."""

import hashlib
import hmac

import duckdb
import pytest

from centricity.errors import CentricityError
from centricity.home import open_home, read_layout
from centricity.privacy.pseudonyms import install_pseudonyms, key_id, read_key


@pytest.mark.parametrize("key", [b"k" * 32, b"long" * 40], ids=["a usual key", "one longer than a block"])
def test_a_pseudonym_is_the_standard_hmac(key):
    with duckdb.connect() as connection:
        install_pseudonyms(connection, key)
        made = "select pseudonym('panel', 'piet@example.org é'), pseudonym('panel', null)"
        found = connection.execute(made).fetchall()
    expected = hmac.new(key, "panel|piet@example.org é".encode(), hashlib.sha256).hexdigest()[:32]
    assert found == [(expected, None)]


def test_the_first_run_makes_a_private_key_and_keeps_it(environment):
    settings = environment.settings
    home = open_home(settings)
    key = read_key(settings.pseudonym_key_file, home)
    assert len(key) == 32
    assert settings.pseudonym_key_file.stat().st_mode & 0o777 == 0o600
    assert read_key(settings.pseudonym_key_file, home) == key


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("pseudonym_key_changed", lambda path: path.write_text("ab" * 32)),
        ("pseudonym_key_missing", lambda path: path.unlink()),
        ("pseudonym_key_bad", lambda path: path.write_text("secret")),
        ("pseudonym_key_open", lambda path: path.chmod(0o644)),
    ],
)
def test_another_key_is_refused(environment, code, spoil):
    settings = environment.settings
    home = open_home(settings)
    read_key(settings.pseudonym_key_file, home)
    spoil(settings.pseudonym_key_file)
    with pytest.raises(CentricityError, match=code):
        read_key(settings.pseudonym_key_file, home)


@pytest.mark.parametrize("has_key", [False, True])
def test_loads_remember_their_key_where_the_layout_file_is_lost(environment, has_key):
    settings = environment.settings
    home = open_home(settings)
    known = key_id(read_key(settings.pseudonym_key_file, home))
    home.layout_file.unlink()
    if has_key:
        read_key(settings.pseudonym_key_file, home, [known])
        assert read_layout(home)["pseudonym_key_id"] == known
        return
    settings.pseudonym_key_file.unlink()
    with pytest.raises(CentricityError, match="pseudonym_key_missing"):
        read_key(settings.pseudonym_key_file, home, [known])
