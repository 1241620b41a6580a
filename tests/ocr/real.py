#!/usr/bin/env python3
"""Makes a scan, and has avowal read it through ocrmypdf and through tesseract, as docs/ocr.md tells.

    python3 tests/ocr/real.py target/release/avowal

Needs reportlab, and with apt-get: ocrmypdf, tesseract-ocr, poppler-utils, qpdf.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

ROOT = pathlib.Path(__file__).resolve().parents[2]

PAGES = [
    ["Modern Slavery Statement 2025", "Tarnbeck Foods Limited buys vegetables from farms in four counties.",
     "Our suppliers are audited every second year by auditors of their own choice."],
    ["Training", "In 2024 we trained forty buyers to recognise signs of forced labour.",
     "All of them passed the test at the end of the course."],
    ["Approval", "The board of directors approved this statement on 12 March 2025.",
     "It was signed by Joan Tarn, who is the managing director of the company."],
]
WAYS = {
    "ocrmypdf": "ocrmypdf --pages {pages} --output-type pdf {input} {output}",
    "tesseract": f"sh '{ROOT}/docs/ocr-tesseract.sh' {{pages}} {{input}} {{output}}",
}


def text_page(sheet, lines):
    sheet.setFont("Helvetica-Bold", 18)
    sheet.drawString(72, 740, lines[0])
    sheet.setFont("Helvetica", 12)
    for place, line in enumerate(lines[1:]):
        sheet.drawString(72, 700 - 24 * place, line)
    sheet.showPage()


def make_scan(folder):
    """A PDF whose first page holds text; the others are pictures of text."""
    printed = folder / "printed.pdf"
    sheet = canvas.Canvas(str(printed), pagesize=A4)
    for lines in PAGES:
        text_page(sheet, lines)
    sheet.save()
    subprocess.run(["pdftoppm", "-r", "200", "-png", printed, folder / "page"], check=True)
    scan = folder / "scan.pdf"
    sheet = canvas.Canvas(str(scan), pagesize=A4)
    text_page(sheet, PAGES[0])
    for picture in sorted(folder.glob("page-*.png"))[1:]:
        sheet.drawImage(str(picture), 0, 0, *A4)
        sheet.showPage()
    sheet.save()
    return scan


def words(text):
    return [word.strip(".,") for word in text.lower().split()]


def main():
    avowal = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        scan = make_scan(pathlib.Path(folder))
        plain = subprocess.run([avowal, "extract", scan], capture_output=True, text=True, check=True)
        assert "pictures without text: pages 2, 3" in plain.stderr, plain.stderr
        for name, command in WAYS.items():
            done = subprocess.run([avowal, "extract", "--format", "json", "--ocr", command, scan], capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"{name}: {done.stderr}")
            document = json.loads(done.stdout)
            codes = [notice["code"] for notice in document["notices"]]
            assert "ocr" in codes and "scanned-pages" not in codes, f"{name}: {document['notices']}"
            wanted = [word for page in PAGES for line in page for word in words(line)]
            missing = [word for word in wanted if word not in set(words(document["text"]))]
            assert len(missing) <= 2, f"{name} missed {missing} in {document['text']}"
            pages = {sentence["page"] for sentence in document["sentences"]}
            assert pages == {1, 2, 3}, f"{name}: sentences on the pages {pages}"
            print(f"{name}: {len(wanted) - len(missing)} of {len(wanted)} words, pages {sorted(pages)}")


if __name__ == "__main__":
    main()
