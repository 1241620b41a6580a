"""Writes a portfolio of made-up statements with a manifest of sectors and countries: the same for the same seed.

Usage: write_portfolio.py FOLDER COUNT [SEED]

Sentences are our own; companies are made of invented syllables. A third of the statements is thin, a third middling, a
third full, so that a report on them has a worst and a best.
"""

import csv
import random
import sys
from pathlib import Path

SECTORS = ["Food and drink", "Construction", "Textiles", "Logistics", "Health and care", "Electronics", "Mining, metals and minerals"]
COUNTRIES = ["GB", "AU", "CA", "US", "NO", "DE"]
GOODS = ["prawns", "cotton yarn", "circuit boards", "gravel", "latex gloves", "cut flowers", "solar panels", "cocoa"]
PLACES = ["Thailand", "Sylhet", "Shenzhen", "Rajasthan", "Selangor", "Naivasha", "Izmir", "Côte d'Ivoire"]
SYLLABLES = ["bar", "cor", "dun", "el", "far", "gran", "hol", "ken", "lor", "mar", "nor", "pel", "quil", "sker", "tarn", "vel", "wes"]
ENDINGS = ["Foods", "Group", "Logistics", "Holdings", "Textiles", "Care", "Instruments", "Partners"]
FORMS = ["Limited", "plc", "Ltd", "LLP", "(Holdings) International Procurement and Distribution Services Limited"]

PARTS = [
    ("Our structure and supply chains", [
        "We are a company of {people} people on {sites} sites and buy {goods} from {suppliers} suppliers in {place}.",
        "Our supply chains are long and complex, and we are proud of our partners."]),
    ("Policies", [
        "Our anti-slavery policy forbids recruitment fees and the keeping of passports, and binds all {suppliers} suppliers.",
        "We have a zero-tolerance approach to modern slavery."]),
    ("Due diligence", [
        "In {year} we audited {audits} sites in {place}, interviewed {workers} workers in their own language, and repaid fees to {few} of them.",
        "We expect our suppliers to act with integrity and may carry out audits."]),
    ("Risk", [
        "The highest risk lies in {goods} from {place}, where agencies bring workers from abroad; we mapped it in {year} with a local union.",
        "We consider the risk of modern slavery in our business to be low."]),
    ("Effectiveness", [
        "Audits without a major finding rose from {low}% to {high}% in the year, and {few} cases raised through our hotline were closed.",
        "We will continue to monitor the effectiveness of our measures."]),
    ("Training", [
        "All {buyers} buyers completed our two-hour course on modern slavery in {year}, and {high}% passed its test.",
        "We plan to offer training on modern slavery next year."]),
]


def statement(draw, name, year):
    full = draw.choice([0, 1, 2])
    values = {
        "year": year, "people": draw.randint(60, 9000), "sites": draw.randint(2, 60), "suppliers": draw.randint(20, 900),
        "goods": draw.choice(GOODS), "place": draw.choice(PLACES), "audits": draw.randint(3, 90),
        "workers": draw.randint(20, 900), "few": draw.randint(2, 19), "low": draw.randint(40, 60),
        "high": draw.randint(61, 99), "buyers": draw.randint(4, 90),
    }
    lines = [f"# Modern slavery statement of {name}", ""]
    if full or draw.random() < 0.5:
        lines += [f"This statement is made by {name} under section 54 of the Modern Slavery Act 2015 for the financial year "
                  f"ended 31 March {year}.", ""]
    for heading, (specific, vague) in PARTS:
        if full == 0 and draw.random() < 0.4:
            continue
        text = specific if draw.random() < (0.05, 0.5, 0.95)[full] else vague
        lines += [f"## {heading}", "", text.format(**values), ""]
        if full == 2:
            lines += [f"We began this work in {year - draw.randint(1, 5)} and report on it to the board every quarter.", ""]
    if full == 2 or draw.random() < 0.5:
        lines += [f"This statement was approved by the board of {name} on 14 May {year}.", "", "Jane Doe, Director", ""]
    return "\n".join(lines)


def main(folder, count, seed):
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)
    with open(folder / "manifest.csv", "w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(["organisation", "sector", "country", "path"])
        for number in range(count):
            name = "".join(draw.sample(SYLLABLES, 2)).title() + f" {draw.choice(ENDINGS)} {draw.choice(FORMS)}"
            file = f"{number:05}.md"
            (folder / file).write_text(statement(draw, name, draw.choice([2024, 2025, 2026])), encoding="utf-8")
            table.writerow([name, draw.choice(SECTORS), draw.choice(COUNTRIES), file])
        table.writerow(["Lost Letters Limited", "Logistics", "GB", "missing.pdf"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 7)
