"""Times avowal, a Python pipeline and bare pdftotext on the same generated statements in the same run.

Usage: python3 benches/compare/run.py [--program target/release/avowal] [--count 600] [--rounds 3]

The Python pipeline comes in three kinds: with one expression a criterion, with all signals of avowal's rubric `uk-msa`,
which is the same work, and with pdfplumber in the place of PyMuPDF.

Needs `pdftotext` (poppler-utils) and, once, a package index for the Python pipeline's virtual environment. Every round
runs every program once, one after the other, on all cores; the best round of each counts, and the ratios are between
those. Prints a table in Markdown, as it stands in docs/performance.md.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

# The programs that take a third of a second for a statement are given so many.
FEW = 120

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from corpus import write_corpus  # noqa: E402


def seconds_of(command):
    began = time.perf_counter()
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if done.returncode != 0:
        sys.exit(f"failed ({done.returncode}): {command}")
    return time.perf_counter() - began


def python_with_readers(folder):
    python = folder / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                    "pymupdf", "pdfplumber", "trafilatura", "lxml_html_clean"], check=True)
    return python


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--program", type=Path, default=HERE.parent.parent / "target" / "release" / "avowal")
    options.add_argument("--count", type=int, default=600)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--python", type=Path, help="an interpreter that has the readers already")
    options = options.parse_args()
    cores = os.cpu_count()
    few = min(options.count, FEW)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        python = options.python or python_with_readers(folder)
        for kind in ("html", "pdf"):
            write_corpus(folder / kind, options.count, kinds=[kind])
            write_corpus(folder / f"{kind}-few", few, kinds=[kind])
        avowal = [options.program.resolve(), "assess", "--quiet", "--overwrite", "--as-of", "2026-11-24", "-o", folder / "report"]
        pipeline = [python, HERE / "python_pipeline.py"]
        contenders = {}
        for kind, reader in (("html", "trafilatura"), ("pdf", "PyMuPDF")):
            contenders[kind, "avowal"] = options.count, [*avowal, folder / kind]
            contenders[kind, "avowal, one core"] = options.count, [*avowal, "--jobs", "1", folder / kind]
            contenders[kind, f"Python ({reader}), 13 expressions"] = options.count, [*pipeline, folder / kind, folder / "out"]
            contenders[kind, f"Python ({reader}), the signals of avowal"] = few, [
                *pipeline, folder / f"{kind}-few", folder / "out", "--signals", "uk-msa"]
        contenders["pdf", "Python (pdfplumber), 13 expressions"] = few, [
            *pipeline, folder / "pdf-few", folder / "out", "--pdf", "pdfplumber"]
        contenders["pdf", "`pdftotext` alone"] = options.count, [
            "sh", "-c", f"find '{folder / 'pdf'}' -name '*.pdf' -print0 | xargs -0 -n 1 -P {cores} pdftotext -q"]
        best = {}
        for number in range(options.rounds):
            for name, (count, command) in contenders.items():
                rate = count / seconds_of(command)
                best[name] = max(rate, best.get(name, rate))
                print(f"round {number + 1}: {' '.join(name)}: {rate:.1f} a second", file=sys.stderr, flush=True)
    print(f"{date.today()}, {processor()}, {cores} cores, {options.count} statements of each kind "
          f"({few} for the slower programs), best of {options.rounds}\n")
    print("| statements | program | a second | avowal is faster by |\n|---|---|---:|---:|")
    for (kind, name), rate in best.items():
        print(f"| {kind.upper()} | {name} | {rate:,.0f} | {best[kind, 'avowal'] / rate:.1f} |")


if __name__ == "__main__":
    main()
