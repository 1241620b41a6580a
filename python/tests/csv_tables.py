"""The tables of a run of the command-line program, and rows of Arrow in the same words."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from typing import Any, Iterable, Mapping

from avowal import program

csv.field_size_limit(1 << 24)

AS_OF = "2026-11-24"


def assess(folder: Path, inputs: Iterable[Path], *options: str) -> None:
    """Runs the program over ``inputs`` as one run on one machine, into ``folder``."""
    listed = "\n".join(str(path) for path in inputs)
    command = [str(program()), "assess", "-", "--verbatim", "--as-of", AS_OF, "--quiet", "-o", str(folder), *options]
    done = subprocess.run(command, input=listed.encode(), check=False)
    assert done.returncode in (0, 1), done


def rows_in(folder: Path, table: str, columns: list[str]) -> list[tuple[str, ...]]:
    """The cells of ``columns``, row by row."""
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return [tuple(row[column] for column in columns) for row in csv.DictReader(file)]


def cells_of(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> list[tuple[str, ...]]:
    """``rows`` with each value as the program writes it."""
    return [tuple(_cell(column, row[column]) for column in columns) for row in rows]


def _cell(column: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if column == "quality":
        return f"{value:.1f}"
    if column == "confidence":
        return f"{value:.3f}"
    return str(value)
