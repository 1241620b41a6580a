"""Compares main-content readers of HTML side by side: avowal, and trafilatura where it is installed.

Pages: those of html_pages.py, whose main text is known; with `--known FOLDER` also NAME.html with NAME.txt beside it.
Scores: words and runs of four words, as bags: precision, recall and F1 per page, averaged. Time: the shortest of a few
readings per page, both programs in one process, after the file has been read from the disk.

    cargo build --release --example extract_pages
    python tests/extraction/html_compare.py                 # fails below html_floors.json
    python tests/extraction/html_compare.py --update        # takes new floors; --allow-regression to lower them
"""
import argparse
import hashlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import html_pages

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOORS = HERE / "html_floors.json"
# Scores move in the last digit when a page of the generator changes its words, not more.
TOLERANCE = 0.0005


def grams(text, size):
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[i : i + size]) for i in range(max(0, len(words) - size + 1)))


def score(found, known, size):
    found, known = grams(found, size), grams(known, size)
    common = sum((found & known).values())
    if not common:
        return (1.0, 1.0, 1.0) if not found and not known else (0.0, 0.0, 0.0)
    precision, recall = common / sum(found.values()), common / sum(known.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def by_avowal(paths, program):
    rows = subprocess.run([program], input="\n".join(map(str, paths)) + "\n", capture_output=True, text=True, check=True)
    return [(row.get("text", ""), row["seconds"]) for row in map(json.loads, rows.stdout.splitlines())]


def by_trafilatura(paths):
    import trafilatura

    found = []
    for path in paths:
        source = path.read_bytes()
        seconds, text = float("inf"), ""
        for _ in range(3):
            started = time.perf_counter()
            text = trafilatura.extract(source, include_comments=False) or ""
            seconds = min(seconds, time.perf_counter() - started)
        found.append((text, seconds))
    return found


def summary(found, known):
    table = {}
    for label, size in [("word", 1), ("four_gram", 4)]:
        scores = [score(text, truth, size) for (text, _), truth in zip(found, known)]
        for place, what in enumerate(["precision", "recall", "f1"]):
            table[f"{label}_{what}"] = statistics.fmean(s[place] for s in scores)
    table["milliseconds"] = statistics.fmean(seconds for _, seconds in found) * 1000
    return table


def show(title, results):
    columns = ["word_f1", "word_precision", "word_recall", "four_gram_f1", "four_gram_precision", "four_gram_recall", "milliseconds"]
    print(f"\n{title}\n| reader | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    for reader, table in results.items():
        print(f"| {reader} | " + " | ".join(f"{table[c]:.4f}" if c != "milliseconds" else f"{table[c]:.2f}" for c in columns) + " |")


def compare(title, paths, known, program, verbose, classes):
    readers = {"avowal": by_avowal(paths, program)}
    try:
        readers["trafilatura"] = by_trafilatura(paths)
    except ImportError:
        print("trafilatura is not installed: only avowal is measured", file=sys.stderr)
    show(title, {reader: summary(found, known) for reader, found in readers.items()})
    if "trafilatura" in readers:
        ratios = [b[1] / a[1] for a, b in zip(readers["avowal"], readers["trafilatura"])]
        print(f"\ntime of trafilatura by time of avowal, per page: median {statistics.median(ratios):.1f}, lowest {min(ratios):.1f}")
    if classes:
        print("\n| layout | " + " | ".join(f"{r} 4-gram F1" for r in readers) + " |\n|" + "---|" * (len(readers) + 1))
        names = sorted({path.stem.rsplit("-", 1)[0] for path in paths})
        for name in names:
            own = [i for i, path in enumerate(paths) if path.stem.rsplit("-", 1)[0] == name]
            cells = [statistics.fmean(score(found[i][0], known[i], 4)[2] for i in own) for found in readers.values()]
            print(f"| {name} | " + " | ".join(f"{c:.4f}" for c in cells) + " |")
    if verbose:
        for path, (text, _), truth in zip(paths, readers["avowal"], known):
            missing, extra = grams(truth, 1) - grams(text, 1), grams(text, 1) - grams(truth, 1)
            if missing or extra:
                told = lambda bag: " ".join(w[0] for w in list(bag)[:30])
                print(f"{path.stem}: missing {sum(missing.values())} [{told(missing)}] extra {sum(extra.values())} [{told(extra)}]")
    return summary(readers["avowal"], known)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "target/release/examples/extract_pages")
    parser.add_argument("--known", type=Path, help="a folder of NAME.html and NAME.txt to measure too")
    parser.add_argument("--update", action="store_true", help="write the scores of this run as the new floors")
    parser.add_argument("--allow-regression", action="store_true", help="with --update: also where a floor falls")
    parser.add_argument("--verbose", action="store_true", help="words missing and left over, page by page")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        made = list(html_pages.pages())
        paths = []
        for name, source, _ in made:
            paths.append(Path(folder) / f"{name}.html")
            paths[-1].write_text(source, encoding="utf-8")
        digest = hashlib.sha256("".join(s + t for _, s, t in made).encode()).hexdigest()
        own = compare(f"{len(made)} generated pages, {len(html_pages.LAYOUTS)} layouts", paths, [t for *_, t in made],
                      options.program, options.verbose, True)
    if options.known:
        paths = sorted(p for p in options.known.glob("*.html") if p.with_suffix(".txt").exists())
        known = [p.with_suffix(".txt").read_text(encoding="utf-8") for p in paths]
        compare(f"{len(paths)} pages of {options.known.name}", paths, known, options.program, options.verbose, False)

    now = {"pages_sha256": digest, **{k: round(v, 4) for k, v in own.items() if k != "milliseconds"}}
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    fallen = [k for k, v in floors.items() if k != "pages_sha256" and now[k] < v - TOLERANCE]
    if options.update:
        if fallen and not options.allow_regression:
            sys.exit(f"these would fall: {', '.join(fallen)}; --allow-regression lowers them")
        FLOORS.write_text(json.dumps(now, indent=2) + "\n")
    elif not floors:
        sys.exit("there are no floors yet: --update writes them")
    elif floors["pages_sha256"] != digest:
        sys.exit("the pages are not those that the floors were taken on: --update takes new ones")
    elif fallen:
        sys.exit("below the floor: " + ", ".join(f"{k} {now[k]} < {floors[k]}" for k in fallen))
    print("\n1 passed, 0 failed")


if __name__ == "__main__":
    main()
