"""The child that engines run: killed, poisoned, stuck; every task keeps its one result."""

from __future__ import annotations

import os
import signal
import stat
import sys
from pathlib import Path

import csv_tables
import documents
import pytest
from avowal._worker import WorkerProcess

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")

OPTIONS = ["--as-of", csv_tables.AS_OF]


def tasks(count):
    for number in range(count):
        yield {"id": f"doc-{number}", "text": documents.statement(number), "name": f"{number}.md"}


def stub(tmp_path: Path, body: str) -> str:
    """A program in the place of avowal that dies as ``body`` says."""
    script = tmp_path / "stub"
    script.write_text(
        f"#!{sys.executable}\n"
        "import json, os, sys, time\n"
        "for line in sys.stdin:\n"
        "    task = json.loads(line)\n"
        f"    {body}\n"
        "    print(json.dumps({'id': task['id'], 'type': 'statement', 'text': task['text']}), flush=True)\n"
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


def test_each_task_has_its_result_in_its_place():
    with WorkerProcess(OPTIONS) as worker:
        results = list(worker.run(tasks(50)))

    assert [result["id"] for result in results] == [f"doc-{number}" for number in range(50)]
    assert {result["type"] for result in results} == {"statement"}
    assert [result["source"] for result in results[:2]] == ["0.md", "1.md"]


def test_a_worker_that_is_killed_costs_no_task_its_result():
    with WorkerProcess(OPTIONS) as worker:
        results = []
        for place, result in enumerate(worker.run(tasks(60))):
            results.append(result)
            if place in (10, 30):
                os.kill(worker._child.pid, signal.SIGKILL)

    assert [result["id"] for result in results] == [f"doc-{number}" for number in range(60)]
    assert {result["type"] for result in results} == {"statement"}
    assert worker.restarts >= 2


def test_a_document_that_takes_the_worker_down_costs_only_itself(tmp_path):
    program = stub(tmp_path, "if task['text'] == 'poison': os.abort()")
    texts = [f"text {number}" for number in range(40)]
    texts[7] = texts[23] = "poison"

    with WorkerProcess(program=program) as worker:
        results = list(worker.run({"id": place, "text": text} for place, text in enumerate(texts)))

    assert [result["id"] for result in results] == list(range(40))
    crashed = [result["id"] for result in results if result["type"] == "failure"]
    assert crashed == [7, 23]
    assert results[7]["code"] == "crashed"
    assert "signal 6" in results[7]["message"]


def test_a_worker_that_is_stuck_is_taken_for_dead(tmp_path):
    program = stub(tmp_path, "if task['text'] == 'stuck': time.sleep(600)")

    with WorkerProcess(program=program, stall=0.5) as worker:
        results = list(worker.run({"id": place, "text": text} for place, text in enumerate(["a", "stuck", "b"])))

    assert [result["type"] for result in results] == ["statement", "failure", "statement"]
    assert "no answer" in results[1]["message"]


def test_long_texts_and_long_answers_do_not_block_each_other():
    long = documents.statement(1) + "\n\n".join(documents.statement(number) for number in range(2, 300))
    with WorkerProcess(OPTIONS) as worker:
        results = list(worker.run({"id": place, "text": long} for place in range(40)))

    assert len(results) == 40
