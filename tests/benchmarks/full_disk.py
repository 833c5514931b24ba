"""Does a run on a full disk leave the old build? `PYTHONPATH=tests python tests/benchmarks/full_disk.py`

Ten sizes of disk, from one without any room to one that nearly suffices. Each run must succeed or say `disk_full`; the
published build stands, and the next run, with room, finishes. Needs a Linux that lets its users mount a tmpfs.
"""

import tempfile
from pathlib import Path

from small_disk import on_a_small_disk


def main() -> None:
    """Run on small disks and print what was said."""
    with tempfile.TemporaryDirectory() as folder:
        done = on_a_small_disk(Path(folder), "run")
    print(f"| room | what the run said |\n|---|---|\n{done.stdout}")
    if done.returncode:
        raise SystemExit(done.stderr)


if __name__ == "__main__":
    main()
