"""avowal under Spark and Ray: as many results as documents, and the tables of one run on one machine.

Usage: python engines.py spark|ray [COUNT]

Run by hand and by the CI, not by pytest: it needs Java and some minutes. COUNT documents (5,000 by default) and some that
no result can come of; while they run, workers are killed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, Iterable, Mapping

sys.path.insert(0, str(Path(__file__).parent))

import csv_tables
import documents
from avowal import program
from avowal._tables import COLUMNS, rows_of

AS_OF = csv_tables.AS_OF


class Killer(threading.Thread):
    """Kills some of the workers that the engine runs, while they work."""

    def __init__(self, count: int, every: float) -> None:
        super().__init__(daemon=True)
        self.count, self.every = count, every
        self.killed: list[int] = []
        self.over = threading.Event()

    def run(self) -> None:
        while len(self.killed) < self.count and not self.over.wait(self.every):
            fresh = [worker for worker in workers() if worker not in self.killed]
            if fresh:
                os.kill(fresh[0], signal.SIGKILL)
                self.killed.append(fresh[0])

    def stop(self) -> int:
        self.over.set()
        self.join()
        return len(self.killed)


def workers() -> list[int]:
    """The workers that descend from this process and run the program of this package."""
    parents: dict[int, int] = {}
    running = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            words = (entry / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError):
            continue
        if words[:2] == [os.fsencode(program()), b"worker"]:
            running.append(int(entry.name))

    def is_ours(process: int) -> bool:
        while process > 1:
            if process == os.getpid():
                return True
            process = parents.get(process, 0)
        return False

    return [process for process in running if is_ours(process)]


def same_rows(name: str, found: Iterable[Mapping[str, Any]], run: Path, columns: list[str]) -> None:
    """Holds rows of an engine, in whatever order, to the table of the run on one machine."""
    expected = sorted(csv_tables.rows_in(run, name, columns))
    given = sorted(csv_tables.cells_of(found, columns))
    assert len(given) == len(expected), f"{name}: {len(given)} rows, and {len(expected)} on one machine"
    for one, other in zip(given, expected):
        assert one == other, f"{name}:\n  {one}\n  {other}"
    print(f"  {name}: {len(given)} rows, the same as on one machine", flush=True)


def spark(paths: list[Path], run: Path) -> None:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from avowal import spark as avowal_spark
    from pyspark.sql import SparkSession

    began = time.monotonic()
    # The second number lets a task fail and be repeated, as on a cluster.
    session = (
        SparkSession.builder.master("local[2,3]")
        .appName("avowal")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "500")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    print(f"  session after {time.monotonic() - began:.1f} s", flush=True)

    began = time.monotonic()
    frame = session.createDataFrame([(str(path), str(path)) for path in paths], "id string, path string").repartition(8)
    killer = Killer(count=3, every=0.7)
    killer.start()
    with tempfile.TemporaryDirectory() as folder:
        avowal_spark.assess(frame, path="path", as_of=AS_OF).write.parquet(f"{folder}/results")
        killed = killer.stop()
        print(f"  {len(paths)} documents in {time.monotonic() - began:.1f} s, {killed} workers killed", flush=True)
        assert killed >= 1, "a worker is killed while it works"
        results = session.read.parquet(f"{folder}/results").cache()
        counts = {row["type"]: row["count"] for row in results.groupBy("type").count().collect()}
        assert sum(counts.values()) == len(paths), counts
        failed = len(csv_tables.rows_in(run, "errors", ["code"]))
        assert counts["failure"] == failed >= 3, counts
        assert results.select("id").distinct().count() == len(paths), "each document has its own row"
        for name, table in (
            ("statements", avowal_spark.statements(results)),
            ("criteria", avowal_spark.criteria(results)),
            ("evidence", avowal_spark.evidence(results)),
            ("errors", avowal_spark.errors(results)),
        ):
            columns = [column for column, _ in COLUMNS[name] if column != "id"]
            same_rows(name, (row.asDict() for row in table.toLocalIterator()), run, columns)
        answers = {
            (row["source"], key): value
            for row in avowal_spark.statements(results).select("source", "answers").collect()
            for key, value in row["answers"].items()
        }
        for source, answer in csv_tables.rows_in(run, "statements", ["source", "level.training"]):
            assert answers[source, "training"] == answer

    # Without the adapter: the worker itself behind a pipe. Without checkCode, Spark would lose what is left of a
    # partition whose worker died, and call the job done.
    began = time.monotonic()
    tasks = [json.dumps({"id": str(path), "path": str(path)}) for path in paths]
    command = f"{program()} worker --jobs 1 --as-of {AS_OF}"
    piped = session.sparkContext.parallelize(tasks, 8).pipe(command, checkCode=True).map(json.loads).collect()
    assert [result["id"] for result in piped] == [str(path) for path in paths]
    print(f"  {len(piped)} documents through a pipe in {time.monotonic() - began:.1f} s", flush=True)
    session.stop()
    nested_rows("pipe", piped, run)


def nested_rows(name: str, results: Iterable[Mapping[str, Any]], run: Path) -> None:
    """Holds results, nested as they are, to the tables of the run on one machine."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in COLUMNS}
    for result in results:
        for table, more in rows_of(result).items():
            rows[table].extend(more)
    for table, columns in COLUMNS.items():
        names = [column for column, _ in columns if column != "id"]
        padded = ({**dict.fromkeys(names), **row} for row in rows[table])
        same_rows(table, padded, run, names)


def ray(paths: list[Path], run: Path) -> None:
    import ray as engine
    from avowal.ray import Assess

    began = time.monotonic()
    engine.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", object_store_memory=512 << 20)
    engine.data.DataContext.get_current().enable_progress_bars = False
    print(f"  started after {time.monotonic() - began:.1f} s", flush=True)
    began = time.monotonic()
    frame = engine.data.from_items([{"id": str(path), "path": str(path)} for path in paths])
    results = frame.map_batches(
        Assess,
        fn_constructor_kwargs={"id": "id", "path": "path", "as_of": AS_OF},
        batch_format="pyarrow",
        batch_size=64,
        compute=engine.data.ActorPoolStrategy(size=1),
    )
    killer = Killer(count=2, every=1.5)
    killer.start()
    rows = results.take_all()
    killed = killer.stop()
    print(f"  {len(rows)} documents in {time.monotonic() - began:.1f} s, {killed} workers killed", flush=True)
    assert killed >= 1, "a worker is killed while it works"
    engine.shutdown()
    assert sorted(row["id"] for row in rows) == sorted(str(path) for path in paths)
    nested_rows("ray", (as_result(row) for row in rows), run)


def as_result(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as a result: what is not known has no key."""
    result = dict(row)
    result["manifest"] = {key: value for key, value in (row["manifest"] or {}).items() if value is not None}
    return result


def main() -> None:
    engine = {"spark": spark, "ray": ray}[sys.argv[1]]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 5_000
    with tempfile.TemporaryDirectory() as folder:
        paths = documents.write(Path(folder) / "documents", count)
        poison = documents.poison(Path(folder) / "documents")
        # Poison in the middle: what comes behind it must come out too. With it, statements of every format.
        odd = poison + documents.fixtures()
        paths = paths[: count // 2] + odd + paths[count // 2 :]
        began = time.monotonic()
        run = Path(folder) / "run"
        csv_tables.assess(run, paths)
        print(f"{sys.argv[1]}: one machine, {len(paths)} documents in {time.monotonic() - began:.1f} s", flush=True)
        engine(paths, run)
    print(f"{sys.argv[1]}: as many out as in, and the same")


if __name__ == "__main__":
    main()
