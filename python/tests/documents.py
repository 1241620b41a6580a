"""Small statements of made-up companies, each different, the same on every run."""

from __future__ import annotations

import random
from pathlib import Path

_NAMES = ["Holm", "Moor", "Tarn", "Northbank", "Aldersyke", "Brackenrigg", "Corrie", "Dunnock", "Ellerby", "Fosse"]
_TRADES = ["Foods", "Textiles", "Logistics", "Cleaning", "Growers", "Instruments", "Hotels", "Minerals", "Marine"]
_SENTENCES = [
    "We buy {thing} from {country}, and have {number} direct suppliers.",
    "In the year {number} of our buyers completed a course on modern slavery, and 96% passed its test.",
    "We audited {number} suppliers in {country} and found {few} cases of withheld wages.",
    "Our suppliers must sign our code of conduct, which forbids forced labour.",
    "We will map the second tier of our supply chain in {country} next year.",
    "The risk of forced labour is highest among the pickers of {thing} in {country}.",
    "Workers can call a hotline in {few} languages; {number} calls came in during the year.",
    "We have not found any instance of modern slavery in our own business.",
    "We measure our progress by the share of suppliers audited, which rose to {number}%.",
    "Our board receives a report on these steps every quarter.",
    "We are committed to acting ethically in all our business dealings.",
    "Before a contract is signed, suppliers answer {number} questions on recruitment fees and passports.",
]
_THINGS = ["prawns", "cotton", "tea", "cobalt", "flowers", "laundry services"]
_COUNTRIES = ["Thailand", "Vietnam", "India", "Kenya", "Türkiye", "Malaysia"]


def statement(number: int) -> str:
    """The text of statement ``number``."""
    chance = random.Random(number)
    company = f"{chance.choice(_NAMES)} {chance.choice(_TRADES)} {number} Limited"
    sentences = [
        sentence.format(
            thing=chance.choice(_THINGS),
            country=chance.choice(_COUNTRIES),
            number=chance.randint(2, 99),
            few=chance.randint(2, 9),
        )
        for sentence in chance.sample(_SENTENCES, chance.randint(3, len(_SENTENCES)))
    ]
    half = len(sentences) // 2
    return "\n\n".join(
        [
            "# Modern slavery statement",
            f"This statement is made by {company} under section 54 of the Modern Slavery Act 2015 for the financial year "
            "ended 31 March 2026.",
            "## Our supply chains",
            " ".join(sentences[:half]),
            "## What we do",
            " ".join(sentences[half:]),
            f"This statement was approved by the board of {company} on {chance.randint(1, 28)} May 2026.",
            "Jane Doe, Director\n",
        ]
    )


def write(folder: Path, count: int) -> list[Path]:
    """Writes ``count`` statements into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"statement-{number:05}.md"
        path.write_text(statement(number), encoding="utf-8")
        paths.append(path)
    return paths


def poison(folder: Path) -> list[Path]:
    """Writes documents that no result can come of."""
    broken = folder / "poison-broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"<<" * 50_000 + bytes(range(256)) * 64)
    empty = folder / "poison-empty.txt"
    empty.write_bytes(b"")
    return [broken, empty, folder / "poison-missing.pdf"]


def fixtures() -> list[Path]:
    """The statements and controls of the repository: HTML, PDF, DOCX, Markdown, and some that give no result."""
    root = Path(__file__).resolve().parents[2] / "fixtures"
    files = [*root.glob("statements/*/*"), *root.glob("controls/*/*")]
    paths = sorted(path for path in files if path.is_file() and path.suffix != ".toml")
    assert len(paths) > 30, root
    return paths
