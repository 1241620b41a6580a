"""Writes a corpus of generated statements, half of them HTML and half PDF, for measuring.

Usage: python3 benches/corpus.py FOLDER [--count 2000] [--seed 7] [--kinds html,pdf] [--manifest]

The same seed gives the same bytes on every machine. The companies are invented; the sentences are put together from the
building blocks below, which are ours. Statements have 800 to 4,000 words, headings, lists and tables, and come in several
layouts of pages; PDFs are written with the standard fonts, lines placed as word processors, typesetters and browsers
place them. With --manifest, FOLDER/manifest.csv names every file, as `avowal assess` takes it.
"""

import argparse
import csv
import random
import zlib
from pathlib import Path

SECTORS = {
    "food": ("fresh produce, dairy and canned fish", "packing houses, farms and canneries", "pickers and packers"),
    "clothing": ("uniforms, knitwear and footwear", "cut-and-sew factories, mills and laundries", "sewing-machine operators"),
    "building": ("concrete, steel, timber and stone", "quarries, sites and joinery shops", "site labourers"),
    "care": ("gloves, gowns and agency care", "care homes, laundries and glove makers", "carers and cleaners"),
    "technology": ("laptops, servers and network equipment", "assembly plants and data centres", "assembly workers"),
    "transport": ("vehicles, tyres and warehouse labour", "depots, yards and warehouses", "drivers and warehouse staff"),
}
FIRST = "Alder Bracken Corrie Dunmore Eskdale Fallow Garnet Hollin Inver Juniper Kestrel Larch Merrow Norwell Orchard Pinder".split()
SECOND = "bank field mere ford ley gate ridge combe stead wick".split()
FORMS = ["Limited", "plc", "Group plc", "Holdings Limited", "LLP", "(UK) Limited"]
COUNTRIES = "India Bangladesh Vietnam Thailand China Malaysia Turkey Portugal Romania Morocco Kenya Peru Poland Italy Spain".split()
PEOPLE = "Amara Okoye,Helen Marsh,Tomas Lind,Priya Nair,David Ferreira,Ruth Adeyemi,Owen Price,Mei Tanaka".split(",")
ROLES = ["Chief Executive Officer", "Chair", "Finance Director", "Managing Director", "Director", "Company Secretary"]

AREAS = {
    "Our business and structure": [
        "{company} supplies {goods} to {n} customers from {m} sites in the United Kingdom and {country}.",
        "We employ {n} people, of whom {m} work through agencies at our {places}.",
        "The group has {small} subsidiaries, and our annual turnover was £{m} million in {year}.",
        "Our head office is in Leeds, and each business unit reports to the operations committee.",
        "This statement covers the company and its subsidiaries, none of which makes a statement of its own.",
    ],
    "Our supply chains": [
        "We buy {goods} from {n} direct suppliers in {small} countries, among them {country} and {other}.",
        "About {percent} per cent of what we spend goes to suppliers in {country}.",
        "Below the first tier we know {m} {places}, and we do not yet know where all raw materials come from.",
        "Labour at our warehouses is bought from {small} agencies, all of which hold a licence.",
        "Contracts run for {small} years on average, and {percent}% of our suppliers have worked with us for longer.",
    ],
    "Policies": [
        "Our supplier code of conduct prohibits forced labour, child labour and the retention of identity documents.",
        "The policy was reviewed in {month} {year} and is published on our website in {small} languages.",
        "We are committed to acting ethically and with integrity in all our business relationships.",
        "Every new supplier signs the code before the first order is placed; {n} have done so.",
        "Our whistleblowing policy lets {workers} raise concerns in confidence and without fear of reprisal.",
    ],
    "Risk assessment": [
        "We assessed {n} suppliers against country, sector and labour-sourcing risk, using the index of an independent body.",
        "The highest risks that we found are in {country} and {other}, where migrant {workers} pay recruitment fees.",
        "{m} suppliers were rated high risk, which is {small} more than the year before.",
        "Risk is reviewed every quarter by the procurement team and reported to the audit committee.",
        "We consider that risk in our own offices is low, since staff are employed directly.",
    ],
    "Due diligence": [
        "In {year} an independent auditor visited {m} {places} and spoke with {n} {workers} in private.",
        "At {small} of them passports had been kept by the employer; they were returned within {small} days.",
        "Suppliers answer a questionnaire every year, and answers that raise doubts lead to a visit.",
        "Where we find a breach we agree on a corrective plan, and we end the contract only where nothing improves.",
        "Recruitment fees of £{n} were repaid to {m} {workers} after our investigation in {country}.",
    ],
    "Training": [
        "All {n} buyers and site managers completed an e-learning module on the signs of modern slavery.",
        "{percent} per cent passed the test at the end, against {other_percent} per cent in the year before.",
        "We will train the managers of our {places} by {month} {next_year}.",
        "Reception staff and {workers} receive a card with the number of the helpline.",
        "A workshop for {small} suppliers in {country} was held with a local charity.",
    ],
    "Effectiveness": [
        "We measure our progress with {small} indicators, which the board sees twice a year.",
        "{m} reports reached the helpline in the year; {small} concerned labour conditions, and all were closed.",
        "The share of suppliers with an audit less than two years old rose from {other_percent}% to {percent}%.",
        "No case of modern slavery was confirmed in our own operations in the reporting period.",
        "Next year we plan to publish the list of our first-tier {places}.",
    ],
}
FILLER = [
    "The market for {goods} was uneven in {year}, and we opened {small} sites and closed one.",
    "Our customers ask for shorter lead times, which we discuss with suppliers before we commit to a date.",
    "The committee met {small} times, and its minutes are kept by the company secretary.",
    "We work with trade bodies, other buyers and local charities, since no company can solve this alone.",
    "More about how we do business is found in our annual report for {year}.",
]
MONTHS = "January March June July September December".split()


class Statement:
    """One generated statement: title, and blocks of (kind, text)."""

    def __init__(self, number, seed):
        self.random = pick = random.Random(f"{seed} {number}")
        self.sector = pick.choice(sorted(SECTORS))
        goods, places, workers = SECTORS[self.sector]
        self.company = f"{pick.choice(FIRST)}{pick.choice(SECOND)} {self.sector.title()} {pick.choice(FORMS)}"
        self.year = pick.choice([2022, 2023, 2024, 2025])
        self.words = {"company": self.company, "goods": goods, "places": places, "workers": workers, "year": self.year,
                      "next_year": self.year + 1}
        self.title = f"Modern Slavery Statement {self.year}"
        self.blocks = list(self.compose(pick.randint(800, 4000)))

    def fill(self, template):
        pick = self.random
        country, other = pick.sample(COUNTRIES, 2)
        return template.format(
            country=country, other=other, n=f"{pick.randint(120, 4800):,}", m=pick.randint(13, 96),
            small=pick.randint(2, 9), percent=pick.randint(40, 97), other_percent=pick.randint(20, 39),
            month=pick.choice(MONTHS), **self.words)

    def compose(self, length):
        pick, so_far = self.random, 0
        yield "p", (f"This statement is made by {self.company} under section 54 of the Modern Slavery Act 2015 for the "
                    f"financial year ended 31 December {self.year}.")
        while so_far < length:
            for heading, sentences in AREAS.items():
                yield "h", heading
                for _ in range(pick.randint(1, 3)):
                    paragraph = [self.fill(pick.choice(sentences)) for _ in range(pick.randint(2, 5))]
                    paragraph += [self.fill(pick.choice(FILLER)) for _ in range(pick.randint(0, 2))]
                    text = " ".join(paragraph)
                    so_far += len(text.split())
                    yield "p", text
                if pick.random() < 0.4:
                    yield "p", "In the year we did the following:"
                    for _ in range(pick.randint(2, 4)):
                        item = self.fill(pick.choice(sentences))
                        so_far += len(item.split())
                        yield "li", item
                if so_far >= length:
                    break
        yield "h", "Approval"
        yield "p", (f"This statement was approved by the board of directors of {self.company} on 14 March {self.year + 1} "
                    "and signed on its behalf by:")
        yield "p", f"{pick.choice(PEOPLE)}, {pick.choice(ROLES)}"


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def html_of(statement):
    """One of four layouts, with the furniture that pages have."""
    layout = statement.random.randrange(4)
    menu = "".join(f'<li><a href="/{word.lower()}">{word}</a></li>' for word in ["Home", "About", "Products", "Careers", "Contact"])
    body, in_list = [], False
    for kind, text in statement.blocks:
        if in_list and kind != "li":
            body.append("</ul>")
        if kind == "li" and not in_list:
            body.append("<ul>")
        in_list = kind == "li"
        text = escaped(text).replace("'", "\u2019")
        if layout == 3 and kind == "p":
            body.append(f'<div class="text-block"><span style="font-size:14px">{text}</span></div>')
        else:
            body.append({"h": f"<h2>{text}</h2>", "p": f"<p>{text}</p>", "li": f"<li>{text}</li>"}[kind])
    article = "\n".join([f"<h1>{statement.title}</h1>", *body])
    head = (f'<head><meta charset="utf-8"><title>{statement.title} | {escaped(statement.company)}</title>'
            '<script>window.dataLayer=window.dataLayer||[];</script><style>body{font-family:sans-serif}</style></head>')
    banner = '<div class="cookie-banner">We use cookies to improve this site. <button>Accept all</button></div>'
    footer = f"<footer><p>\u00a9 {statement.year} {escaped(statement.company)}</p><ul>{menu}</ul></footer>"
    main = [f"<main><article>{article}</article></main>", f'<div id="content"><div class="container">{article}</div></div>',
            f"<table><tr><td>{article}</td></tr></table>", f'<div class="page"><div class="col">{article}</div></div>'][layout]
    return f'<!doctype html>\n<html lang="en">{head}<body>{banner}<nav><ul>{menu}</ul></nav>\n{main}\n{footer}</body></html>\n'.encode()


# The widths of Helvetica's characters 32 to 126, in thousandths.
WIDTHS = [int(word) for word in (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 "
    "556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 "
    "469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 "
    "334 584").split()]


def width_of(text, size):
    return sum(WIDTHS[ord(sign) - 32] if 32 <= ord(sign) < 127 else 556 for sign in text) * size / 1000


def shown(text):
    return text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf_lines(statement):
    """(text, font, size, gap above) of each line."""
    yield statement.title, "F2", 20, 0
    yield statement.company, "F1", 12, 8
    for kind, text in statement.blocks:
        font, size, gap = ("F2", 14, 12) if kind == "h" else ("F1", 10.5, 7)
        words, line = (("\u2022 " + text) if kind == "li" else text).split(" "), ""
        for word in words:
            longer = f"{line} {word}" if line else word
            if line and width_of(longer, size) > 455:
                yield line, font, size, gap
                line, gap = word, 0
            else:
                line = longer
        yield line, font, size, gap


def line_operators(text, size, layout):
    if layout == 0:  # A word processor: the line as one string.
        return b"(" + shown(text) + b") Tj"
    if layout == 1:  # A typesetter: words apart by numbers.
        return b"[" + b" -278 ".join(b"(" + shown(word) + b")" for word in text.split(" ")) + b"] TJ"
    out, at = [], 0.0  # A browser: each word placed.
    for word in text.split(" "):
        out.append(b"%.2f 0 Td (" % at + shown(word) + b" ) Tj")
        at = width_of(word + " ", size)
    return b" ".join(out)


def pdf_of(statement):
    layout = statement.random.randrange(3)
    pages, content, y = [], [], 780.0
    for text, font, size, gap in pdf_lines(statement):
        y -= size * 1.3 + gap
        if y < 60:
            pages.append(content)
            content, y = [], 780.0 - size * 1.3
        content.append(b"BT /%s %g Tf 1 0 0 1 70 %.2f Tm " % (font.encode(), size, y) + line_operators(text, size, layout) + b" ET")
    pages.append(content)
    objects = [b"<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>", b"",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>"]
    kids = []
    for number, content in enumerate(pages, 1):
        footer = f"{statement.company}  |  {number}"
        content.append(b"BT /F1 8 Tf 1 0 0 1 70 30 Tm (" + shown(footer) + b") Tj ET")
        stream = zlib.compress(b"\n".join(content), 6)
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(stream) + stream + b"\nendstream")
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
                       b"/Contents %d 0 R >>" % len(objects))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


WRITERS = {"html": html_of, "pdf": pdf_of}


def write_corpus(folder, count, seed=7, kinds=("html", "pdf")):
    """Writes `count` statements into `folder`, a thousand in each of its folders, and returns their paths."""
    paths = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        path = Path(folder) / f"{number // 1000:03}" / f"{number:06}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(WRITERS[kind](Statement(number, seed)))
        paths.append(path)
    return paths


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--count", type=int, default=2000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--kinds", default="html,pdf")
    options.add_argument("--manifest", action="store_true")
    options = options.parse_args()
    paths = write_corpus(options.folder, options.count, options.seed, options.kinds.split(","))
    if options.manifest:
        with open(options.folder / "manifest.csv", "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "path"])
            rows.writerows([path.stem, path.relative_to(options.folder)] for path in paths)


if __name__ == "__main__":
    main()
