"""The package as a user has it: installed from its wheel."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import avowal
import csv_tables
import documents
import pytest
from avowal._tables import COLUMNS

AS_OF = csv_tables.AS_OF


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    return documents.write(folder, 60) + documents.poison(folder)


def test_a_path_its_bytes_and_its_text_give_the_same_assessment(files):
    by_path = avowal.assess(files[0], as_of=AS_OF)
    by_name = avowal.assess(str(files[0]), as_of=AS_OF)
    by_bytes = avowal.assess(files[0].read_bytes(), name=str(files[0]), as_of=AS_OF)
    by_text = avowal.assess(files[0].read_text(encoding="utf-8"), name=str(files[0]), as_of=AS_OF)

    assert by_path["type"] == "statement"
    assert by_path["assessments"][0]["rubric"] == "uk-msa"
    assert by_path == by_name == by_bytes == by_text


def test_what_gives_no_result_is_a_value_and_not_an_exception(files):
    results = avowal.assess_many(files[-3:], as_of=AS_OF)

    assert [result["type"] for result in results] == ["failure"] * 3
    assert [result["code"] for result in results][1:] == ["empty", "not-found"]
    assert all(result["hint"] for result in results)


def test_mistakes_of_the_caller_raise():
    with pytest.raises(ValueError, match="did you mean `uk-msa`"):
        avowal.assess("a text\nof two lines", rubric="uk-mas")
    with pytest.raises(ValueError, match="no day"):
        avowal.assess("a text\nof two lines", as_of="soon")
    with pytest.raises(ValueError, match="no task"):
        avowal.assess_many([{"txt": "a text"}])
    with pytest.raises(TypeError, match="organization"):
        avowal.assess("a text\nof two lines", organization="Holm")


def test_rubrics_are_named_built_in_or_files(tmp_path):
    assert "uk-msa" in avowal.rubrics()
    text = documents.statement(1)
    several = avowal.assess(text, rubric=["uk-msa", "au-msa"], as_of=AS_OF)
    assert [one["rubric"] for one in several["assessments"]] == ["uk-msa", "au-msa"]
    broken = tmp_path / "own.toml"
    broken.write_text("id = 1", encoding="utf-8")
    with pytest.raises(ValueError, match="own.toml"):
        avowal.assess(text, rubric=str(broken))


def test_what_is_known_wins_over_the_text():
    result = avowal.assess(documents.statement(1), organisation="Moor (Holdings) plc", as_of=AS_OF)

    assert result["facts"]["organisation"] == "Moor (Holdings) plc"


def test_many_keep_their_order_and_are_the_lines_of_the_program(files, tmp_path):
    csv_tables.assess(tmp_path, files, "--format", "ndjson")
    expected = (tmp_path / "assessments.ndjson").read_text(encoding="utf-8").splitlines()

    results = avowal.assess_many(files, as_of=AS_OF, jobs=2)

    assert [result.pop("id") for result in results] == list(range(len(files)))
    assert results == [json.loads(line) for line in expected]


def test_the_number_of_jobs_and_isolation_change_nothing(files):
    expected = avowal.assess_many(files, as_of=AS_OF, jobs=1)

    assert avowal.assess_many(files, as_of=AS_OF, jobs=3) == expected
    assert avowal.assess_many(files, as_of=AS_OF, jobs=2, isolated=False) == expected


def test_many_are_drawn_and_given_bit_by_bit():
    drawn = 0

    def endless():
        nonlocal drawn
        while True:
            drawn += 1
            yield documents.statement(drawn % 10)

    results = avowal.assess_iter(endless(), as_of=AS_OF, jobs=1)
    first = [next(results) for _ in range(3)]

    assert [result["id"] for result in first] == [0, 1, 2]
    assert drawn <= 200


def test_other_threads_run_while_documents_are_read(files):
    ticks = 0
    done = threading.Event()

    def tick():
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.monotonic()
    avowal.assess_many(files * 4, as_of=AS_OF, jobs=2)
    took = time.monotonic() - began
    done.set()
    thread.join()

    # With the lock held, it would not tick at all until the end.
    assert ticks > 20 * took


def test_tables_are_those_of_the_program(files, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    csv_tables.assess(tmp_path, files)

    tables = avowal.to_arrow(avowal.assess_many(files, as_of=AS_OF))

    for name, table in tables.items():
        assert isinstance(table, pyarrow.Table)
        columns = [column for column in table.column_names if column != "id"]
        rows = csv_tables.cells_of(table.to_pylist(), columns)
        assert rows == csv_tables.rows_in(tmp_path, name, columns), name
    assert tables["statements"].num_rows == 60
    assert "level.training" in tables["statements"].column_names
    assert tables["errors"].num_rows == 3


def test_tables_without_rows_have_their_columns():
    pytest.importorskip("pyarrow")

    tables = avowal.to_arrow([])

    assert {name: table.column_names for name, table in tables.items()} == {
        name: [column for column, _ in columns] for name, columns in COLUMNS.items()
    }


def test_data_frames_have_the_same_rows(files):
    pytest.importorskip("pandas")
    results = avowal.assess_many(files[:5], as_of=AS_OF)

    frames = avowal.to_pandas(results)

    assert len(frames["statements"]) == 5
    assert set(frames["criteria"]["verdict"]) <= {"met", "not_met", "cannot_tell", "not_applicable"}


def test_a_forked_process_leaves_the_readers_of_its_parent_alone(files):
    if not hasattr(os, "fork"):
        pytest.skip("no fork here")
    expected = avowal.assess(files[0], as_of=AS_OF)
    script = (
        "import os, sys, avowal\n"
        f"first = avowal.assess({str(files[0])!r}, as_of={AS_OF!r})\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        f"    sys.exit(0 if avowal.assess({str(files[1])!r}, as_of={AS_OF!r})['type'] == 'statement' else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0\n"
        f"assert avowal.assess({str(files[0])!r}, as_of={AS_OF!r}) == first\n"
    )
    assert expected["type"] == "statement"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=120)


def test_the_package_carries_the_command_line_program(tmp_path):
    assert avowal.program().is_file()
    script = Path(sys.executable).parent / "avowal"
    assert script.is_file(), "the console script is installed"
    version = subprocess.run([script, "--version"], check=True, capture_output=True, text=True)
    assert version.stdout.strip() == f"avowal {avowal.__version__}"
    text = tmp_path / "statement.md"
    text.write_text(documents.statement(1), encoding="utf-8")
    run = subprocess.run([script, "assess", text, "-q", "-o", tmp_path / "out"], check=False)
    assert run.returncode == 0
    assert (tmp_path / "out" / "statements.csv").is_file()


def test_tasks_and_results_are_as_the_schema_says(files):
    jsonschema = pytest.importorskip("jsonschema")
    schema = avowal.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    result = jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": "#/$defs/result"}]})
    task = jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": "#/$defs/task"}]})
    greeting = jsonschema.Draft202012Validator({**schema, "oneOf": [{"$ref": "#/$defs/hello"}]})

    for one in avowal.assess_many(files[-8:], as_of=AS_OF):
        result.validate(one)
    greeting.validate(avowal.hello(as_of=AS_OF))
    task.validate({"id": "a", "text": "x", "rubric": ["uk-msa"], "turnover": 40_000_000, "timeout": 1.5})
    assert not task.is_valid({"id": "a", "text": "x", "path": "y"})
    assert not task.is_valid({"text": "x"})
