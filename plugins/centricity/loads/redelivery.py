"""Backfill: archived originals are delivered again, to be read by today's feed definitions."""

import os

from centricity.feeds.catalogue import read_catalogue
from centricity.home import open_home
from centricity.loads.deliveries import load_id_of
from centricity.loads.ledger import read_entries
from centricity.settings import Settings


def redeliver_archive(settings: Settings) -> int:
    """Put back into `landing/` every archived original that today's definition has not read yet.

    Returns:
        How many files were put back.
    """
    home, feeds = open_home(settings), read_catalogue(settings.feeds).feeds
    entries = read_entries(home)
    done = {entry.load_id for entry in entries}
    count = 0
    for entry in entries:
        original = home.archive / entry.feed / entry.load_id / entry.file_name
        target = home.landing / entry.feed / entry.file_name
        if entry.feed not in feeds or load_id_of(feeds[entry.feed], entry.file_sha256) in done or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(original, target)
        done.add(load_id_of(feeds[entry.feed], entry.file_sha256))
        count += 1
    return count
