"""Does any kill leave the old build or the new one? `PYTHONPATH=tests python tests/benchmarks/kills.py --kills 40`

Kills `centricity run`, with all that it started, at random moments: half of them anywhere in the run, half shortly
after it reached a phase. After each kill the home is checked. The next run takes up what the killed one left, and new
deliveries: it has to finish by itself, unless it is the next to be killed; after three kills at most one finishes.
Meanwhile another process reads what is published. At the end the published bytes must be those of a home that was never
disturbed. Prints a Markdown table; Ctrl-C ends it early, after the kill it is at.
"""

import argparse
import multiprocessing
import random
import signal
import tempfile
import time
from collections import Counter
from pathlib import Path

from killed_runs import KilledHome, check_build

from centricity.ledger.entry import read_entries
from centricity.warehouse.publication import published_build_id

SECONDS_BETWEEN_READS = 0.5
KILLS_IN_A_ROW = 3
AIMS = ("anywhere", "ingest", "anywhere", "build", "anywhere", "publish")


def read_repeatedly(current: Path, stop: multiprocessing.Event, counts: multiprocessing.Queue) -> None:
    """Read the published build until told to stop; report reads, faults and builds seen."""
    reads, builds, faults = 0, Counter(), []
    while not stop.is_set():
        try:
            builds[check_build(current.resolve())] += 1
        except Exception as error:
            faults.append(repr(error))
        reads += 1
        time.sleep(SECONDS_BETWEEN_READS)
    counts.put((reads, len(builds), faults))


def kill_once(home: KilledHome, aim: str, seconds: float, chance: random.Random) -> str:
    """Kill a run and check what it left; the phase in which it was killed."""
    acknowledged, before = read_entries(home.home), published_build_id(home.home)
    moment, reached = chance.uniform(0.1, 1) * seconds, []

    def is_time(passed: float) -> bool:
        if aim == "anywhere":
            return passed > moment
        if not reached and home.phase() == aim:
            reached.append(passed + chance.uniform(0, 1.5))
        return bool(reached) and passed >= reached[0]

    phase = home.run_killed(is_time)
    home.check_after_kill(acknowledged, {before, published_build_id(home.home)})
    return phase


def main() -> None:
    """Kill, check, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=2012)
    arguments = parser.parse_args()
    chance, phases, seconds = random.Random(arguments.seed), Counter(), []  # noqa: S311
    kills, end_early = 0, []
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        home = KilledHome(Path(folder) / "home")
        home.deliver(0)
        home.run()
        stop, counts = multiprocessing.Event(), multiprocessing.Queue()
        reader = multiprocessing.Process(
            target=read_repeatedly, args=(home.home.published / "current", stop, counts), daemon=True
        )
        reader.start()
        signal.signal(signal.SIGINT, lambda *_: end_early.append(True))
        for number in range(1, arguments.kills + 1):
            kills = number
            home.deliver(number)
            typical = sum(seconds[-3:]) / len(seconds[-3:]) if seconds else 30
            phase = kill_once(home, AIMS[number % len(AIMS)], typical, chance)
            phases[phase] += 1
            print(f"{number}: killed in {phase}", flush=True)
            is_last = bool(end_early) or number == arguments.kills
            if number % KILLS_IN_A_ROW == 0 or is_last:
                seconds.append(home.run())
                home.check_after_run()
                print(f"finished in {seconds[-1]:.0f} s", flush=True)
            if is_last:
                break
        stop.set()
        reads, builds, faults = counts.get()
        undisturbed = KilledHome(Path(folder) / "undisturbed", key_of=home)
        for number in range(kills + 1):
            undisturbed.deliver(number)
        undisturbed.run()
        is_equal = undisturbed.published() == home.published()
    print(f"\n| kills | in phases | reads | builds seen | faulty reads | equal to undisturbed |\n{'|---' * 6}|")
    print(f"| {kills} | {dict(phases)} | {reads} | {builds} | {len(faults)} | {is_equal} |")
    if faults or not is_equal:
        raise SystemExit("\n".join(faults[:5]) or "The published bytes differ.")


if __name__ == "__main__":
    main()
