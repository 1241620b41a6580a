"""Whichever way a document goes, its assessment is the same. Spark and Ray: engines.py."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import avowal
import csv_tables
import documents
import pytest
from avowal._worker import WorkerProcess

AS_OF = csv_tables.AS_OF

#: Two of the kind that most differ in what they need: a country's Act, and the coding of sentences.
RUBRICS = ["uk-msa", "au-msa"]


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    return documents.fixtures() + documents.write(folder, 30) + documents.poison(folder)


@pytest.fixture(scope="module")
def expected(paths, tmp_path_factory):
    """The lines of a run with one job."""
    return lines_of(paths, tmp_path_factory.mktemp("one"), "--jobs", "1")


def rubric_options() -> list[str]:
    return [word for rubric in RUBRICS for word in ("--rubric", rubric)]


def lines_of(paths: list[Path], folder: Path, *options: str) -> list[str]:
    csv_tables.assess(folder / "run", paths, "--format", "ndjson", *rubric_options(), *options)
    return (folder / "run" / "assessments.ndjson").read_text(encoding="utf-8").splitlines()


def test_with_two_jobs(paths, expected, tmp_path):
    assert lines_of(paths, tmp_path, "--jobs", "2") == expected


def test_in_shards_that_are_merged(paths, expected, tmp_path):
    for number in (1, 2, 3):
        folder = tmp_path / f"part-{number}"
        csv_tables.assess(folder, paths, "--format", "ndjson", *rubric_options(), "--shard", f"{number}/3")
    command = [avowal.program(), "merge", tmp_path, "-o", tmp_path / "merged", "--quiet"]
    assert subprocess.run(command, check=False).returncode == 1
    merged = (tmp_path / "merged" / "assessments.ndjson").read_text(encoding="utf-8").splitlines()

    assert merged == expected


def test_by_a_worker(paths, expected):
    with WorkerProcess(["--as-of", AS_OF, *rubric_options()]) as worker:
        results = list(worker.run_lines({"id": 0, "path": str(path)} for path in paths))

    assert [result.decode().replace('{"id":0,', "{", 1) for result in results] == expected


def test_by_the_module(paths, expected):
    results = avowal.assess_many(paths, rubric=RUBRICS, as_of=AS_OF)

    assert [result.pop("id") for result in results] == list(range(len(paths)))
    assert results == [json.loads(line) for line in expected]


def test_by_the_module_in_this_process(paths, expected):
    results = avowal.assess_many(paths, rubric=RUBRICS, as_of=AS_OF, isolated=False)

    assert [{**result, "id": None} for result in results] == [{**json.loads(line), "id": None} for line in expected]
