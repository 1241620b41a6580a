#!/usr/bin/env python3
"""Reads PDFs of known text with avowal, pdftotext and mutool, side by side, and holds avowal to its floors.

    cargo build --release
    python3 tests/extraction/compare.py                     # makes the files, compares, fails below a floor
    python3 tests/extraction/compare.py --set-floors        # takes the scores of this run as floors (raises only)
    python3 tests/extraction/compare.py --set-floors --allow-lower

Installs what it needs: a virtual environment below target/extraction, and with apt-get the programs that are missing.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "target" / "extraction"
FLOORS = HERE / "floors.json"

PROGRAMS = {
    "chromium": "chromium", "soffice": "libreoffice-writer-nogui", "pdflatex": "texlive-latex-recommended", "qpdf": "qpdf",
    "pdftotext": "poppler-utils", "mutool": "mupdf-tools", "fc-list": "fontconfig",
}
MORE_PACKAGES = ["lmodern", "texlive-fonts-recommended", "hyphen-en-gb", "fonts-liberation"]

# Megabytes that reading a file of 1,000 pages may take.
MOST_MEMORY = 300

# How far a score may move between two runs of one program: versions of the producers break lines elsewhere.
SLACK = 0.005


def prepare():
    """Installs programs and packages, then starts this script again inside the virtual environment."""
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        root = [] if not hasattr(os, "geteuid") or os.geteuid() == 0 else ["sudo"]
        install = [*root, "apt-get", "install", "-y", "--no-install-recommends", *sorted(set(missing)), *MORE_PACKAGES]
        print("installing:", " ".join(install), file=sys.stderr)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run([*root, "apt-get", "update", "-qq"], **quiet)
        if subprocess.run(install, **quiet).returncode != 0:
            raise SystemExit(f"could not install {', '.join(missing)}: install them and run this again")
    environment = WORK / "venv"
    python = environment / "bin" / "python"
    if pathlib.Path(sys.prefix) == environment:
        return
    wanted = (HERE / "requirements.txt").read_text()
    stamp = environment / "requirements.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        WORK.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "-r", str(HERE / "requirements.txt")], check=True)
        stamp.write_text(wanted)
    os.execv(str(python), [str(python), str(HERE / "compare.py"), *sys.argv[1:]])


# What the documents of each class have; the names of traits are known to `wording` and to the producers.
CLASSES = {
    "plain": set(), "columns": {"columns"}, "three columns": {"three"}, "box": {"box"}, "heads": {"heads"}, "hyphens": {"hyphens"},
    "ruled": {"ruled"}, "unruled": {"unruled"}, "footnotes": {"footnotes"}, "spaced": {"spaced"}, "lists": {"lists"},
    "numbered": {"numbered", "long"}, "memo": {"bold", "lists"},
    "report": {"columns", "heads", "hyphens", "long", "lists", "ruled"},
    "paper": {"columns", "heads", "footnotes", "numbered", "unruled"},
}
# These cannot set a note at the foot of the page by themselves.
NO_NOTES = {"chromium", "reportlab"}


def make(folder):
    """Makes all files and gives one record each."""
    import damage
    import markup_producers
    import office_producers
    import wording

    folder.mkdir(parents=True, exist_ok=True)
    records, office = [], []
    direct = {"chromium": markup_producers.chromium, "weasyprint": markup_producers.weasyprint, "latex": markup_producers.latex,
              "reportlab": office_producers.reportlab}
    for name, kind in CLASSES.items():
        for seed, producer in enumerate(["chromium", "weasyprint", "latex", "reportlab", "libreoffice", "word"]):
            if "footnotes" in kind and producer in NO_NOTES:
                continue
            for copy in range(2 if name in ("columns", "ruled", "unruled") else 1):
                blocks = wording.document(kind, 10 * seed + copy)
                target = folder / f"{producer}-{name.replace(' ', '-')}-{copy}.pdf"
                if producer == "libreoffice":
                    source = target.with_suffix(".fodt")
                    source.write_text(office_producers.odt(blocks, kind), encoding="utf-8")
                    office.append(source)
                elif producer == "word":
                    source = target.with_suffix(".docx")
                    office_producers.docx(blocks, kind, source)
                    office.append(source)
                else:
                    direct[producer](blocks, kind, target)
                records.append({"file": target, "class": name, "producer": producer, "blocks": blocks})
    office_producers.to_pdf(office, folder)

    sound = [record for record in records if record["class"] in ("plain", "columns") and record["file"].stem.endswith("-0")]
    for place, record in enumerate(sound):
        source, name = record["file"], record["file"].stem
        kinds = list(damage.ENCRYPTIONS)
        made = [("encrypted", f"{name}-{kinds[place % 5]}.pdf", lambda target: damage.encrypted(source, target, kinds[place % 5], "")),
                ("password", f"{name}-locked-{kinds[place % 5]}.pdf", lambda target: damage.encrypted(source, target, kinds[place % 5], damage.PASSWORD)),
                ("broken-table", f"{name}-broken-table.pdf", lambda target: damage.with_broken_table(source, target))]
        if record["class"] == "plain":
            made.append(("no-tounicode", f"{name}-no-tounicode.pdf", lambda target: damage.without_character_maps(source, target)))
            made.append(("truncated", f"{name}-truncated.pdf", lambda target: damage.cut_off(source, target, 0.7)))
        for kind, name, maker in made:
            target = folder / name
            maker(target)
            records.append({**record, "file": target, "class": kind})
    return records


def readers(avowal):
    """Name and command line of each reader; FILE stands for the file."""
    return {
        "avowal": [*avowal, "--format", "text", "FILE"],
        "pdftotext": ["pdftotext", "FILE", "-"],
        "pdftotext -layout": ["pdftotext", "-layout", "FILE", "-"],
        "mutool": ["mutool", "draw", "-q", "-F", "text", "FILE"],
    }


def ran(command, file, seconds=60):
    """What the command said of the file, what it complained of, and how it ended."""
    filled = [str(file) if part == "FILE" else part for part in command]
    try:
        done = subprocess.run(filled, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=seconds)
    except subprocess.TimeoutExpired:
        return "", "timeout", -1
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), done.returncode


def judge(record, commands, avowal):
    """The scores of each reader on one file."""
    import damage
    import scores
    import wording

    truths = [wording.truth(record["blocks"], shift) for shift in range(4 if record["class"] == "box" else 1)]
    wanted = [scores.words(scores.without_numbers("\n".join(texts))) for texts, _ in truths]
    result = {}
    locked = record["class"] == "password"
    for name, command in commands.items():
        if locked:
            extra = {"avowal": ["--password", damage.PASSWORD], "mutool": ["-p", damage.PASSWORD]}.get(name, ["-upw", damage.PASSWORD])
            command = [*command[:-1], *extra, "FILE"] if name in ("avowal", "mutool") else [command[0], *extra, *command[1:]]
        text, complaint, code = ran(command, record["file"])
        if code < 0:
            raise SystemExit(f"{name} crashed or hung on {record['file']}: {complaint}")
        found = scores.words(scores.without_numbers(text))
        result[name] = {"words": scores.f1(found, wanted[0]), "order": max(scores.order(found, each) for each in wanted),
                        "refused": "garbled" in complaint}
    if locked:
        _, complaint, code = ran([*avowal, "--format", "text", "FILE"], record["file"])
        if code == 0 or "encrypted" not in complaint:
            raise SystemExit(f"{record['file']} opened without its password, or failed without saying `encrypted`: {complaint}")
        return result
    if record["class"] in ("no-tounicode", "truncated"):
        return result
    told, complaint, code = ran([*avowal, "--format", "json", "FILE"], record["file"])
    if code != 0:
        raise SystemExit(f"avowal failed on {record['file']}: {complaint}")
    document = json.loads(told)
    found = [document["text"][block["char_start"] : block["char_end"]] for block in document["blocks"] if block["kind"] == "heading"]
    result["avowal"]["headings"] = scores.headings_f1(found, truths[0][1], wording.optional_headings(record["blocks"]))
    pages = right_pages(document, record["file"])
    if pages is not None:
        result["avowal"]["pages"] = pages
    return result


def right_pages(document, file):
    """The share of sentences whose first words pdftotext finds on the page that the sentence is said to begin on."""
    import scores

    pages = [" ".join(scores.words(page)) for page in ran(["pdftotext", "-raw", "FILE", "-"], file)[0].split("\f")]
    right = seen = 0
    for sentence in document["sentences"]:
        opening = " ".join(scores.words(sentence["text"])[:4])
        on = [number for number, page in enumerate(pages, 1) if opening in page]
        if not on:
            continue
        seen += 1
        right += sentence["page"] in on
    return right / seen if seen else None


# A process counts the memory of the one that started it as its own until it loads its program, so a small one starts it.
METER = """
import os, subprocess, sys, time
start = time.perf_counter()
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(child.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss)
sys.exit(status != 0)
"""


def measured(command, file):
    """Wall seconds and peak memory in MB of one run."""
    filled = [str(file) if part == "FILE" else part for part in command]
    done = subprocess.run([sys.executable, "-I", "-S", "-c", METER, *filled], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(filled)} failed")
    seconds, memory = map(float, done.stdout.split())
    return seconds, memory / 1024


def speed(folder, commands):
    """Seconds and memory of each reader on long files, best of five, taken in turns."""
    import markup_producers
    import office_producers
    import wording

    long_files = {}
    office = []
    for producer in ["chromium", "weasyprint", "latex", "libreoffice", "reportlab"]:
        target = folder / f"{producer}-long.pdf"
        sections = 13
        blocks = [block for seed in range(8) for block in wording.document(set(), f"long-{seed}", sections)]
        if producer == "libreoffice":
            source = target.with_suffix(".fodt")
            source.write_text(office_producers.odt(blocks, set()), encoding="utf-8")
            office.append(source)
        elif producer == "reportlab":
            office_producers.reportlab(blocks, set(), target)
        else:
            getattr(markup_producers, producer)(blocks, set(), target)
        long_files[producer] = target
    office_producers.to_pdf(office, folder)
    blocks = [block for seed in range(230) for block in wording.document(set(), f"huge-{seed}", 13)]
    huge = folder / "reportlab-huge.pdf"
    office_producers.reportlab(blocks, set(), huge)
    long_files["reportlab, 1,000 pages"] = huge
    rows = {}
    for name, file in long_files.items():
        pages = int(ran(["qpdf", "--show-npages", "FILE"], file)[0])
        best = {reader: (1e9, 0) for reader in commands}
        for _ in range(3 if file is huge else 5):
            for reader, command in commands.items():
                seconds, memory = measured(command, file)
                best[reader] = (min(best[reader][0], seconds), max(best[reader][1], memory))
        rows[name] = {"page_count": pages, **{reader: {"pages_per_second": pages / seconds, "memory_mb": memory} for reader, (seconds, memory) in best.items()}}
    return rows


def averages(results):
    table = {}
    for kind in dict.fromkeys(record["class"] for record, _ in results):
        of_kind = [result for record, result in results if record["class"] == kind]
        table[kind] = {}
        for reader in of_kind[0]:
            scores = {}
            for score in ("words", "order", "headings", "pages"):
                values = [result[reader][score] for result in of_kind if score in result[reader]]
                if values:
                    scores[score] = statistics.mean(values)
            table[kind][reader] = scores
    return table


def show(table, count):
    print(f"\n{count} files. Word F1 / order similarity (headings F1, sentences on the right page)\n")
    names = list(next(iter(table.values())))
    print(f"{'class':14}" + "".join(f"{name:>22}" for name in names) + f"{'headings':>10}{'pages':>8}")
    for kind, readers_of in table.items():
        line = "".join(f"{scores['words']:14.3f} / {scores['order']:.3f}" for scores in readers_of.values())
        own = readers_of["avowal"]
        print(f"{kind:14}{line}{own.get('headings', float('nan')):10.3f}{own.get('pages', float('nan')):8.3f}")


def faults(table, floors):
    """What is below a floor, or below the other readers."""
    for kind, readers_of in table.items():
        own = readers_of["avowal"]
        best = max(scores["order"] for name, scores in readers_of.items() if name in ("pdftotext", "mutool"))
        if own["order"] < best - SLACK:
            yield f"{kind}: order {own['order']:.3f}, another reader has {best:.3f}"
        for score, floor in floors.get(kind, {}).items():
            if own.get(score, 0.0) < floor - SLACK:
                yield f"{kind}: {score} {own.get(score, 0.0):.3f}, the floor is {floor:.3f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", default=f"{ROOT / 'target/release/avowal'} extract", help="the command that reads a file")
    parser.add_argument("--folder", type=pathlib.Path, help="where the files are made and kept (default: a temporary folder)")
    parser.add_argument("--set-floors", action="store_true")
    parser.add_argument("--allow-lower", action="store_true", help="let --set-floors lower a floor")
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--reuse", action="store_true", help="compare the files that --folder holds since an earlier run")
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst files")
    options = parser.parse_args()
    folder = options.folder or pathlib.Path(tempfile.mkdtemp(prefix="extraction-"))
    avowal = options.reader.split()
    commands = readers(avowal)

    kept = folder / "records.json"
    if options.reuse:
        records = [{**record, "file": pathlib.Path(record["file"])} for record in json.loads(kept.read_text())]
    else:
        records = make(folder)
        kept.write_text(json.dumps(records, default=str))
    results = [(record, judge(record, commands, avowal)) for record in records]
    table = averages(results)
    show(table, len(records))
    for score in ("words", "order", "headings"):
        ranked = sorted((result["avowal"][score], record["file"].name) for record, result in results if score in result["avowal"])
        for value, name in ranked[: options.worst]:
            print(f"worst {score}: {value:.3f} {name}")
    whole = [result["avowal"]["words"] for record, result in results if record["class"] not in ("no-tounicode", "truncated")]
    heads = [result["avowal"]["headings"] for _, result in results if "headings" in result["avowal"]]
    print(f"\nall files that hold their whole text: word F1 {statistics.mean(whole):.4f}, headings F1 {statistics.mean(heads):.4f}")
    too_large = []
    if not options.no_speed:
        for name, row in speed(folder, commands).items():
            if row["avowal"]["memory_mb"] > MOST_MEMORY:
                too_large.append(f"{name}: {row['avowal']['memory_mb']:.0f} MB at the peak")
            told = ", ".join(f"{reader} {row[reader]['pages_per_second']:.0f} pages/s {row[reader]['memory_mb']:.0f} MB" for reader in commands)
            print(f"{name} ({row['page_count']} pages): {told}")

    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    if options.set_floors:
        raised = {kind: {score: round(value - 0.0005, 3) for score, value in readers_of["avowal"].items()} for kind, readers_of in table.items()}
        if not options.allow_lower:
            raised = {kind: {score: max(value, floors.get(kind, {}).get(score, 0.0)) for score, value in scores.items()} for kind, scores in raised.items()}
        FLOORS.write_text(json.dumps(raised, indent=2) + "\n")
        floors = raised
    wrong = [*faults(table, floors), *too_large]
    if not options.folder:
        shutil.rmtree(folder)
    if wrong:
        raise SystemExit("\n".join(["", "below the floor:", *wrong]))
    print("no score is below its floor")


if __name__ == "__main__":
    prepare()
    sys.path.insert(0, str(HERE))
    main()
