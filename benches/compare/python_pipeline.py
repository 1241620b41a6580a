"""What one would write instead of avowal: statements to text with PyMuPDF or pdfplumber and trafilatura, sentences by
a regular expression, criteria by compiled regular expressions, two CSV files; on all cores.

Usage: python python_pipeline.py FOLDER OUTPUT [--pdf pymupdf|pdfplumber] [--signals RUBRIC] [--jobs N]

With --signals, each criterion is searched by all signals of the named rubric of avowal in the place of one expression.
"""

import argparse
import csv
import os
import re
from multiprocessing import Pool
from pathlib import Path

import trafilatura

from signals import criteria_of

CRITERIA = {
    "period": r"(?:financial|reporting) (?:year|period)|year end(?:ed|ing) \d{1,2} \w+ \d{4}|FY ?\d\d",
    "approval": r"approved by (?:the|our) (?:board|directors|members|trustees)|board approv|signed (?:on behalf|by)",
    "structure": r"\b(?:subsidiar\w+|head office|employs?|our (?:group|business|sites)|annual turnover|employees)\b",
    "supply-chains": r"\b(?:supply chains?|first[- ]tier|direct suppliers|sourc\w+ from|buy \w+ from|suppliers in \d+ countries)\b",
    "policies": r"\b(?:code of conduct|whistle-?blowing policy|policy (?:was|is) (?:reviewed|published)|anti-slavery policy)\b",
    "due-diligence": r"\b(?:due diligence|audit(?:s|ed|or)?|questionnaires?|site visits?|corrective (?:action )?plans?)\b",
    "risk": r"\b(?:risk assess\w+|high[- ]risk|assess\w* \w+ (?:suppliers|risks?)|risk (?:of|is|in)|vulnerable|migrant)\b",
    "effectiveness": r"\b(?:indicators?|KPIs?|measur\w+ (?:our|the) (?:progress|effectiveness)|rose from|percent(?:age)? of)\b",
    "training": r"\b(?:train(?:ed|ing)|e-learning|workshops?|awareness|module)\b",
    "remediation": r"\b(?:remedia\w+|repaid|compensat\w+|returned within|corrected)\b",
    "grievance": r"\b(?:helpline|hotline|grievance\w*|raise concerns|in confidence|speak[- ]up)\b",
    "consultation": r"\b(?:consult\w+|engag\w+ with|subsidiaries were|joint statement)\b",
    "topic": r"\b(?:modern slavery|human trafficking|forced labou?r|child labou?r|servitude|exploitation)\b",
}
PATTERNS = {name: [re.compile(pattern, re.IGNORECASE)] for name, pattern in CRITERIA.items()}
FUTURE = re.compile(r"\b(?:will|plan to|intend|next year|aim to|going to)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:no|not|none|never|nor)\b", re.IGNORECASE)
SPECIFIC = re.compile(r"\d|\b(?:every (?:year|quarter)|annually|monthly|India|China|Bangladesh|Vietnam|Turkey)\b")
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n{2,}")
READER = "pymupdf"


def pages_of(path):
    """The text of each page; a web page is one."""
    if path.suffix != ".pdf":
        return [trafilatura.extract(path.read_bytes(), include_tables=True) or ""]
    if READER == "pymupdf":
        import pymupdf
        with pymupdf.open(path) as document:
            return [page.get_text() for page in document]
    import pdfplumber
    with pdfplumber.open(path) as document:
        return [page.extract_text() or "" for page in document.pages]


def assess(path):
    evidence, best = [], dict.fromkeys(PATTERNS, 0)
    for number, page in enumerate(pages_of(path), 1):
        for sentence in SENTENCES.split(re.sub(r"(?<!\n)\n(?!\n)", " ", page)):
            for name, patterns in PATTERNS.items():
                if not any(pattern.search(sentence) for pattern in patterns):
                    continue
                level = 1 if FUTURE.search(sentence) or NEGATIVE.search(sentence) else 2
                if level == 2 and SPECIFIC.search(sentence):
                    level = 3
                best[name] = max(best[name], level)
                evidence.append((path.name, name, level, number, sentence.strip()))
    return path.name, best, evidence


def choose(reader, patterns):
    global READER, PATTERNS
    READER, PATTERNS = reader, patterns


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("output", type=Path)
    options.add_argument("--pdf", choices=["pymupdf", "pdfplumber"], default="pymupdf")
    options.add_argument("--signals", metavar="RUBRIC", help="search the signals of this rubric of avowal")
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options = options.parse_args()
    patterns = criteria_of(options.signals) if options.signals else PATTERNS
    paths = sorted(path for path in options.folder.rglob("*") if path.suffix in (".html", ".pdf"))
    options.output.mkdir(parents=True, exist_ok=True)
    with (open(options.output / "criteria.csv", "w", newline="", encoding="utf-8") as one,
          open(options.output / "evidence.csv", "w", newline="", encoding="utf-8") as other,
          Pool(options.jobs, initializer=choose, initargs=(options.pdf, patterns)) as pool):
        criteria, evidence = csv.writer(one), csv.writer(other)
        criteria.writerow(["statement", *patterns])
        evidence.writerow(["statement", "criterion", "level", "page", "sentence"])
        for name, best, found in pool.imap(assess, paths, chunksize=8):
            criteria.writerow([name, *best.values()])
            evidence.writerows(found)


if __name__ == "__main__":
    main()
