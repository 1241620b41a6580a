#!/usr/bin/env python3
"""Damages the PDFs below some folders at random, and fails where one of the results brings avowal down.

    python3 tests/extraction/compare.py --folder /somewhere --no-speed
    python3 tests/extraction/mutations.py --count 1200 /somewhere more/folders

The same seed damages the same files in the same way.
"""

import argparse
import collections
import csv
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def damaged(data, dice):
    """Cut short, with a part copied over another, with bytes or with references changed."""
    data = bytearray(data)
    way = dice.random()
    if way < 0.2 and len(data) > 100:
        return bytes(data[: dice.randrange(50, len(data))])
    if way < 0.4 and len(data) > 1000:
        here, there, length = dice.randrange(len(data) - 500), dice.randrange(len(data) - 500), dice.randrange(1, 400)
        data[here : here + length] = data[there : there + length]
        return bytes(data)
    for _ in range(dice.choice([1, 5, 30, 200])):
        if data:
            data[dice.randrange(len(data))] = dice.randrange(256)
    if way < 0.9:
        return bytes(data)
    return re.sub(rb"\d+(?= 0 R)", lambda number: b"%d" % dice.randrange(1, 60) if dice.random() < 0.3 else number[0], bytes(data))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--avowal", default=ROOT / "target/release/avowal")
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    sources = sorted(path for folder in options.folders for path in folder.rglob("*.pdf") if path.stat().st_size < 400_000)
    if not sources:
        raise SystemExit("no PDFs there")
    dice = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        (work / "damaged").mkdir()
        for number in range(options.count):
            (work / "damaged" / f"{number:05}.pdf").write_bytes(damaged(dice.choice(sources).read_bytes(), dice))
        command = [options.avowal, "assess", work / "damaged", "-o", work / "report", "--quiet"]
        done = subprocess.run(command, stdout=subprocess.DEVNULL)
        if done.returncode not in (0, 1):
            raise SystemExit(f"the run ended with {done.returncode}")
        with open(work / "report" / "errors.csv", newline="", encoding="utf-8") as table:
            errors = list(csv.DictReader(table))
        print(collections.Counter(row["code"] for row in errors).most_common())
        down = [f"{row['code']}: {row['source']}: {row['message']}" for row in errors if row["code"] in ("crashed", "timeout")]
        if down:
            sys.exit("\n".join(down))


if __name__ == "__main__":
    main()
