"""The signals of a rubric as regular expressions of Python's `re`, for python_pipeline.py.

Whoever wants avowal's criteria from a Python script would take its rubric files, which are data: this reads them, and
translates their notation (docs/rubrics.md). Elements, weights, caps and near misses are left out; headings, too.
"""

import re
import tomllib
from pathlib import Path

RUBRICS = Path(__file__).resolve().parent.parent.parent / "rubrics"
GAP = r"(?:\W+\w+){{0,{}}}?\W+"


def tables(folder):
    for path in sorted(folder.glob("*.toml")):
        yield path, tomllib.loads(path.read_text(encoding="utf-8"))


def word_lists():
    return {name: value["entries"] for _, file in tables(RUBRICS / "lexicon") for name, value in file.items()}


LISTS = word_lists()


def phrase(typed):
    """Whole words; `*` stands for any ending, `{~8}` for up to eight words, `{name}` for one of a list."""
    parts = []
    for piece in re.split(r"(\{[^}]*\})", typed.lower()):
        if piece.startswith("{~"):
            parts.append(GAP.format(piece[2:-1]))
        elif piece.startswith("{"):
            parts.append("(?:" + "|".join(words(entry) for entry in longest_first(LISTS[piece[1:-1]])) + ")")
        elif piece.strip():
            parts.append(words(piece.strip()))
    joined = ""
    for part in parts:
        is_glued = not joined or part.startswith(r"(?:\W+") or joined.endswith(r"\W+")
        joined += part if is_glued else "[ -]" + part
    return joined


def longest_first(entries):
    return sorted(entries, key=lambda entry: (-len(entry), entry))


def words(typed):
    out = "".join({" ": "[ -]", "-": "[ -]?", "*": r"\w*"}.get(sign, re.escape(sign)) for sign in typed)
    return (r"\b" if typed[0].isalnum() else "") + out + (r"\b" if typed[-1].isalnum() or typed[-1] == "*" else "")


def expression(typed):
    def meaning(found):
        inside = found.group(1)
        if inside.startswith("~"):
            return GAP.format(inside[1:])
        return "(?:" + "|".join(words(entry) for entry in longest_first(LISTS[inside])) + ")"
    return re.sub(r" ?\{(~\d+|[a-z][a-z-]*)\} ?", meaning, typed)


def sources_of(signals):
    for signal in signals:
        yield from map(phrase, signal.get("phrases", []))
        yield from map(expression, signal.get("patterns", []))


def criteria_of(rubric):
    """For each content criterion its compiled expressions: its own signals and those of the blocks that it takes."""
    blocks = {path.stem: file for path, file in tables(RUBRICS / "signals")}
    criteria = {}
    for criterion in tomllib.loads((RUBRICS / f"{rubric}.toml").read_text(encoding="utf-8"))["criterion"]:
        sources = list(sources_of(criterion.get("signal", [])))
        for name in criterion.get("blocks", []):
            sources += sources_of(blocks[name.split(":")[0]].get("signal", []))
        if sources:
            criteria[criterion["id"]] = [re.compile(source, re.IGNORECASE) for source in dict.fromkeys(sources)]
    return criteria
