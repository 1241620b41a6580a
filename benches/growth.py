"""How time a document and memory grow with the number of documents.

Usage: python3 benches/growth.py [--program target/release/avowal] [--counts 1000,5000,20000] [--jobs 2]

Writes generated copies of the fixture statements (no two with the same bytes) into a temporary folder and assesses
them, once for each count. Peak memory is that of the largest single process, as the system tells it after the run.
"""

import argparse
import itertools
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMENTS = {".html": "<!-- {} -->", ".pdf": "\n% {}\n", ".md": "\n\n[note]: # ({})\n"}


def originals():
    """Fixture statements to which a comment can be added without changing what is read."""
    files = sorted((ROOT / "fixtures" / "statements").glob("*/statement.*"))
    # UTF-16 would need its comment in UTF-16.
    return [file for file in files if file.suffix in COMMENTS and b"\0" not in file.read_bytes()[:64]]


def write_corpus(folder, count):
    for number, file in zip(range(count), itertools.cycle(originals())):
        comment = COMMENTS[file.suffix].format(number)
        target = folder / f"{number // 1000:03}" / f"{number:06}-{file.parent.name}{file.suffix}"
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes() + comment.encode())


def assess(program, statements, report, jobs):
    """Runs the program and tells seconds and the peak memory of its largest process in MiB."""
    command = [program, "assess", "--quiet", "--as-of", "2026-11-24", "--jobs", str(jobs), "-o", report, statements]
    began = time.perf_counter()
    child = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"the run of {statements} failed: {status}")
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--program", default=ROOT / "target" / "release" / "avowal")
    options.add_argument("--counts", default="1000,5000,20000")
    options.add_argument("--jobs", type=int, default=2)
    options = options.parse_args()
    print("documents  seconds  ms a document  documents a second  peak MiB")
    with tempfile.TemporaryDirectory() as folder:
        for count in map(int, options.counts.split(",")):
            statements = Path(folder) / str(count)
            statements.mkdir()
            write_corpus(statements, count)
            seconds, peak = assess(options.program, statements, Path(folder) / f"report-{count}", options.jobs)
            print(f"{count:9}  {seconds:7.1f}  {1000 * seconds / count:13.2f}  {count / seconds:18.0f}  {peak:8.0f}", flush=True)


if __name__ == "__main__":
    main()
