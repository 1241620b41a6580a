#!/usr/bin/env python3
"""Reads the test files that packages of PDF libraries carry with avowal and pdftotext, side by side.

    cargo build --release
    python3 tests/extraction/foreign_pdfs.py                        # the packages below
    python3 tests/extraction/foreign_pdfs.py pypi:pypdf npm:pdf-parse@1.1.1 crate:unpdf some/folder
    python3 tests/extraction/foreign_pdfs.py --worst 40

Downloads the packages with pip, npm and cargo into a temporary folder, or --folder; nothing of them is kept in this
repository. Fails where a file crashes avowal or takes it longer than its time. The files are other people's, odd on
purpose, and change with each version, so this is not part of the continuous tests.

Compared are bags of words of files in which pdftotext finds 20 words; lines that avowal keeps apart, as running heads,
are left out on both sides, and hyphens at line ends are joined.
"""

import argparse
import collections
import json
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]

PACKAGES = ["pypi:pypdf", "pypi:pikepdf", "pypi:ocrmypdf", "pypi:pypdfium2", "pypi:tabula-py", "pypi:pdfminer",
            "npm:pdf-parse@1.1.1", "npm:pdf-to-text", "crate:oxidize-pdf", "crate:unpdf"]

# Long enough for a slow machine; avowal itself gives up after 20 s.
SECONDS = 40


def download(package, folder):
    """The archive of one package, or its unpacked folder."""
    kind, name = package.split(":", 1)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if kind == "pypi":
        bare = re.split(r"[=<>~]", name)[0]
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", bare, "-d", folder, name], check=False, **quiet)
    elif kind == "npm":
        subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=False, **quiet)
    elif kind == "crate":
        (folder / "src").mkdir()
        (folder / "src/lib.rs").write_text("")
        (folder / "Cargo.toml").write_text(f'[package]\nname="h"\nversion="0.0.0"\nedition="2021"\n[workspace]\n[dependencies]\n{name}="*"\n')
        subprocess.run(["cargo", "vendor", "--quiet", "vendored"], cwd=folder, check=False, **quiet)
        for other in (folder / "vendored").glob("*"):
            if other.name != name:
                shutil.rmtree(other)
    else:
        raise SystemExit(f"{package}: write pypi:NAME, npm:NAME or crate:NAME")


def unpack(folder):
    """Puts the PDFs of the archives in `folder` beside them."""
    for archive in [*folder.glob("*.tar.gz"), *folder.glob("*.tgz")]:
        with tarfile.open(archive) as content:
            for member in content.getmembers():
                if member.isfile() and member.name.lower().endswith(".pdf"):
                    target = folder / "pdfs" / member.name.replace("/", "__")
                    target.parent.mkdir(exist_ok=True)
                    target.write_bytes(content.extractfile(member).read())
        archive.unlink()
    for archive in folder.glob("*.zip"):
        with zipfile.ZipFile(archive) as content:
            for name in content.namelist():
                if name.lower().endswith(".pdf"):
                    target = folder / "pdfs" / name.replace("/", "__")
                    target.parent.mkdir(exist_ok=True)
                    target.write_bytes(content.read(name))
        archive.unlink()


# Written without spaces between words: each character counts.
IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"


def words(text):
    text = re.sub(r"(?<=\w)[-\u2010\u00ad]\n\s*(?=[a-z])", "", unicodedata.normalize("NFKC", text))
    text = text.replace("\u00ad", "").replace("|", " ")
    return collections.Counter(re.findall(rf"[{IDEOGRAPHS}]|[^\W{IDEOGRAPHS}]+", text.casefold()))


def letters(line):
    """What a running head has in common on all pages: its letters, without page numbers."""
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKC", line)).casefold()


def without_furniture(text, asides):
    """`text` without the lines that avowal keeps apart, told once however often they come back."""
    apart = "|".join(letters(aside) for aside in asides)
    return "\n".join(line for line in text.splitlines() if len(letters(line)) < 4 or letters(line) not in apart)


def f1(found, wanted):
    return 2 * sum((found & wanted).values()) / max(1, sum(found.values()) + sum(wanted.values()))


def judge(avowal, file):
    """How avowal answered, how many words pdftotext finds, and the F1 of the two."""
    other = subprocess.run(["timeout", str(SECONDS), "pdftotext", "-q", file, "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = other.stdout.decode("utf-8", "replace")
    wanted = words(text)
    try:
        done = subprocess.run([*avowal, "--format", "json", file], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return "hung", sum(wanted.values()), None
    complaint = done.stderr.decode("utf-8", "replace")
    if done.returncode not in (0, 1):
        return f"ended with {done.returncode}", sum(wanted.values()), None
    if done.returncode == 1:
        for sign, word in [("the reader failed", "crashed"), ("reading took longer", "timeout"), ("encrypted", "encrypted"), ("holds text", "no-text-layer"),
                           ("holds no words", "no-text"), ("cannot be decoded", "garbled"), ("is broken", "malformed"), ("decompression bomb", "bomb")]:
            if sign in complaint:
                return word, sum(wanted.values()), None
        return "refused", sum(wanted.values()), None
    document = json.loads(done.stdout)
    asides = [aside["text"] for aside in document["asides"]]
    found = words(without_furniture(document["text"], asides))
    return "read", sum(wanted.values()), f1(found, words(without_furniture(text, asides)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", default=PACKAGES)
    parser.add_argument("--reader", default=f"{ROOT / 'target/release/avowal'} extract")
    parser.add_argument("--folder", type=pathlib.Path, help="where packages are kept between runs (default: a temporary folder)")
    parser.add_argument("--worst", type=int, default=10, help="name so many of the files that agree least")
    options = parser.parse_args()
    work = options.folder or pathlib.Path(tempfile.mkdtemp(prefix="foreign-"))
    files = []
    for package in options.packages:
        folder = pathlib.Path(package)
        if not folder.is_dir():
            folder = work / re.sub(r"\W+", "-", package)
            download(package, folder)
            unpack(folder)
        found = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
        print(f"{package}: {len(found)} files", file=sys.stderr)
        files += found
    answers = collections.Counter()
    scores, bad, unread = [], [], []
    for file in files:
        how, count, score = judge(options.reader.split(), file)
        answers[how] += 1
        if how in ("hung", "crashed", "timeout") or how.startswith("ended"):
            bad.append((how, file))
        if how != "read" and how != "encrypted" and count >= 20:
            unread.append((count, how, file))
        if score is not None and count >= 20:
            scores.append((score, count, file))
    scores.sort(key=lambda entry: entry[0])
    print(f"\n{len(files)} files: " + ", ".join(f"{count} {how}" for how, count in answers.most_common()))
    if scores:
        values = [score for score, _, _ in scores]
        print(f"{len(values)} in which pdftotext finds 20 words and avowal reads any: word F1 mean {statistics.mean(values):.4f}, median {statistics.median(values):.4f}")
        for bound in (0.999, 0.98, 0.95, 0.9, 0.5):
            print(f"  at {bound} or better: {sum(value >= bound for value in values)}")
    for score, count, file in scores[: options.worst]:
        print(f"  {score:.3f} of {count} words: {file}")
    for count, how, file in unread:
        print(f"  not read ({how}), pdftotext finds {count} words: {file}")
    if not options.folder:
        shutil.rmtree(work)
    if bad:
        raise SystemExit("\n".join(["", *[f"{how}: {file}" for how, file in bad]]))


if __name__ == "__main__":
    main()
