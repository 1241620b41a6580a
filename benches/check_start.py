"""How long `avowal check` takes for a draft of 2,000 words, from the start of the process to its end.

Usage: python3 benches/check_start.py [--program target/release/avowal] [--rounds 30]

Beside it, in the same rounds: the program's own start (`--version`), that of Python, and that of nothing (`true`), so
that the figures can be read on a busy or slow machine too. Prints the best and the middle of all rounds.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "fixtures" / "make" / "sources" / "statements"


def draft(words):
    """The texts behind some fixtures, up to so many words, as in benches/score.rs."""
    lines, so_far = [], 0
    for slug in ("tarnbeck-foods", "skerrow-building-group", "university-of-eastmere"):
        for line in (SOURCES / f"{slug}.md").read_text(encoding="utf-8").splitlines():
            if so_far < words:
                lines.append(line)
                so_far += len(line.split())
    return "\n".join(lines) + "\n"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--program", type=Path, default=ROOT / "target" / "release" / "avowal")
    options.add_argument("--rounds", type=int, default=30)
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.md"
        path.write_text(draft(2_000), encoding="utf-8")
        commands = {
            "avowal check draft.md": [options.program, "check", path],
            "avowal --version": [options.program, "--version"],
            "python3 -c pass": [sys.executable, "-c", "pass"],
            "true": [shutil.which("true")],
        }
        took = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                began = time.perf_counter()
                done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                took[name].append(1000 * (time.perf_counter() - began))
                # The draft has findings, which make 1 of the exit code.
                if done.returncode not in (0, 1):
                    sys.exit(f"{name} failed: {done.returncode}")
    whole = min(took["avowal check draft.md"])
    print("command                  best ms  middle ms  check takes so many times as long")
    for name, times in took.items():
        print(f"{name:23}  {min(times):7.1f}  {statistics.median(times):9.1f}  {whole / min(times):10.2f}")


if __name__ == "__main__":
    main()
