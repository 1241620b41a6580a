"""What one document costs on each way that leads beyond one machine: the figures of docs/scale.md.

Usage: python3 benches/scale.py AVOWAL [DOCUMENTS]

Copies the fixtures until there are DOCUMENTS (2,000 by default) of each format, and measures processor time of all
processes, which a busy machine disturbs less than it does the clock. Prints a Markdown table.
"""

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AS_OF = "2026-11-24"


def measured(command, **options):
    """Processor seconds, seconds by the clock."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, check=False, stderr=subprocess.DEVNULL, **options)
    took = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode in (0, 1), command
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, took


def bytes_in(folder, *names):
    files = [Path(folder) / name for name in names] if names else [f for f in Path(folder).rglob("*") if f.is_file()]
    return sum(file.stat().st_size for file in files)


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    jobs = str(os.cpu_count())
    print("| documents | KB each | way | ms of processor a document | documents a second and core | KB written a document |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for ending in ("html", "pdf"):
            originals = sorted((ROOT / "fixtures/statements").glob(f"*/*.{ending}"))
            folder = work / ending
            folder.mkdir()
            paths = [folder / f"{number:06}.{ending}" for number in range(count)]
            for number, path in enumerate(paths):
                # A byte more makes it another document, with an identifier of its own.
                tail = f"\n<!-- {number} -->" if ending == "html" else f"\n%{number}\n"
                path.write_bytes(originals[number % len(originals)].read_bytes() + tail.encode())
            size = sum(path.stat().st_size for path in paths) / count / 1024

            def row(way, cost, written):
                spent, _ = cost
                each = spent / count
                print(f"| {count:,} {ending} | {size:.0f} | {way} | {each * 1e3:.2f} | {1 / each:.0f} | {written / count / 1024:.1f} |", flush=True)

            assess = [program, "assess", str(folder), "--as-of", AS_OF, "-q", "--jobs", jobs]
            row("`assess`, csv", measured([*assess, "-o", work / "run"]), bytes_in(work / "run"))
            shard = measured([*assess, "-o", work / "shard", "--shard", "1/1"])
            row("`assess --shard`, csv", shard, bytes_in(work / "shard"))
            merge = measured([program, "merge", work / "shard", "-o", work / "merged", "-q"])
            row("`merge`, csv", merge, bytes_in(work / "merged"))
            tasks = work / "tasks"
            tasks.write_text("".join(json.dumps({"id": str(path), "path": str(path)}) + "\n" for path in paths))
            with open(tasks, "rb") as given, open(work / "results", "wb") as results:
                command = [program, "worker", "--as-of", AS_OF, "--jobs", jobs]
                worker = measured(command, stdin=given, stdout=results)
            row("`worker`", worker, (work / "results").stat().st_size)
            for folder in ("run", "shard", "merged"):
                shutil.rmtree(work / folder)


if __name__ == "__main__":
    main()
