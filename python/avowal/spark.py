"""avowal on Apache Spark: a DataFrame of documents in, one row of typed columns for each out.

    >>> from avowal import spark as avowal_spark
    >>> documents = session.read.parquet("s3a://bucket/manifest")        # columns id, path
    >>> results = avowal_spark.assess(documents, path="path", rubric="uk-msa")
    >>> results.write.parquet("s3a://bucket/results")
    >>> avowal_spark.criteria(results).groupBy("criterion_id", "verdict").count().show()

Each task of Spark runs one ``avowal worker``, which reads documents in a process of its own, and is begun again when it
dies. Every document has one row, whatever it does. This package must be installed where the executors run.
"""

from __future__ import annotations

import base64
import datetime
import itertools
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Optional, Sequence, Union

import pyarrow as pa

from ._arrow import KNOWN, SPARK_SCHEMA, table_of
from ._worker import WorkerProcess

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["SPARK_SCHEMA", "assess", "criteria", "errors", "evidence", "statements"]

#: How many results travel to Spark at once.
_ROWS = 64


def assess(
    documents: "DataFrame",
    *,
    id: str = "id",
    path: Optional[str] = None,
    url: Optional[str] = None,
    text: Optional[str] = None,
    content: Optional[str] = None,
    name: Optional[str] = None,
    final_url: Optional[str] = None,
    retrieved_at: Optional[str] = None,
    known: Union[Mapping[str, str], Sequence[str]] = (),
    rubric: Union[str, Sequence[str]] = "uk-msa",
    as_of: Union[str, datetime.date, None] = None,
    timeout: int = 20,
    options: Sequence[str] = (),
) -> "DataFrame":
    """Assesses each row of ``documents``.

    Exactly one of ``path``, ``url``, ``text`` and ``content`` names the column that holds the document: a path that the
    executors can open, an address, the text, or the bytes of a file (as ``binaryFile`` reads them).

    :param id: The column of the identifier, which comes back as a string.
    :param name: A column of file names, for text and content.
    :param final_url: A column of addresses that text or content came from: links lead there.
    :param retrieved_at: A column of times at which it was fetched.
    :param known: Columns of what is known already, by their names or as ``{"organisation": "company", ...}``.
    :param rubric: The name of a built-in rubric, a path that the executors can open, or several of them.
    :param as_of: Judge whether statements are out of date as of this day; today by default, decided once, here.
    :param timeout: Give up reading a document after so many seconds.
    :param options: Further options of ``avowal worker``.
    :return: One row for each document, of the columns :data:`SPARK_SCHEMA`.
    """
    documents_in = {"path": path, "url": url, "text": text, "base64": content}
    given = {key: column for key, column in documents_in.items() if column is not None}
    if len(given) != 1:
        raise ValueError("name one of the columns path, url, text and content")
    columns = {"id": id, **given}
    for key, column in (("name", name), ("final_url", final_url), ("retrieved_at", retrieved_at)):
        if column is not None:
            columns[key] = column
    knowing = dict(known) if isinstance(known, Mapping) else {column: column for column in known}
    unknown = set(knowing) - set(KNOWN)
    if unknown:
        raise ValueError(f"known may name {', '.join(KNOWN)}, and not {', '.join(sorted(unknown))}")
    columns.update(knowing)
    day = as_of or datetime.datetime.now(datetime.timezone.utc).date()
    day = day if isinstance(day, str) else day.isoformat()[:10]
    command = ["--as-of", day, "--doc-timeout", str(timeout), *options]
    for one in [rubric] if isinstance(rubric, str) else rubric:
        command += ["--rubric", one]

    def on_executor(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with WorkerProcess(command) as worker:
            results = worker.run_lines(_tasks(batches, columns))
            while chunk := list(itertools.islice(results, _ROWS)):
                yield from table_of(chunk).to_batches()

    selected = documents.select(*dict.fromkeys(columns.values()))
    return selected.mapInArrow(on_executor, SPARK_SCHEMA)


def _tasks(batches: Iterator[pa.RecordBatch], columns: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        for row in batch.to_pylist():
            task = {key: row[column] for key, column in columns.items()}
            task["id"] = str(task["id"])
            if task.get("base64") is not None:
                task["base64"] = base64.b64encode(task["base64"]).decode()
            for key in ("retrieved_at", *KNOWN):
                if isinstance(task.get(key), (datetime.date, datetime.datetime)):
                    task[key] = task[key].isoformat()
            yield task


def statements(results: "DataFrame") -> "DataFrame":
    """One row a statement and rubric: the columns of ``statements.csv``, with ``answers``, a map from criterion to level
    or verdict, in the place of its last columns."""
    from pyspark.sql import functions as F

    own = ["id", "statement_id", "source", "final_url", "sha256", "retrieved_at", "format", "document_kind"]
    measured = ["pages", "words", "sentences", "language"]
    of_rubric = ["rubric", "rubric_version", "mandatory_met", "mandatory_total", "mandatory_unknown", "quality"]
    criteria = F.col("assessment.criteria")
    return (
        results.where("type = 'statement'")
        .withColumn("assessment", F.explode("assessments"))
        .select(
            *own,
            "facts.*",
            *measured,
            *(F.col(f"assessment.{column}").alias(column) for column in of_rubric),
            F.array_join(F.col("warnings.code"), "; ").alias("warnings"),
            F.map_from_arrays(
                criteria["criterion_id"],
                F.transform(criteria, lambda one: F.coalesce(one["level"], one["verdict"])),
            ).alias("answers"),
            "manifest",
        )
    )


def criteria(results: "DataFrame") -> "DataFrame":
    """One row a statement, rubric and criterion: the columns of ``criteria.csv``."""
    from pyspark.sql import functions as F

    columns = ["criterion_id", "citation", "title", "mandatory", "verdict", "level", "level_rank", "capped_by", "confidence"]
    return (
        _by_criterion(results)
        .withColumn("counting", F.filter("criterion.evidence", lambda one: one["counts"]))
        .withColumn("best", F.try_element_at("criterion.evidence", F.col("criterion.top_evidence") + 1))
        .select(
            "id",
            "statement_id",
            "rubric",
            *(F.col(f"criterion.{column}").alias(column) for column in columns),
            F.size("counting").alias("evidence_count"),
            F.col("best.text").alias("top_evidence"),
            F.col("best.page").alias("page"),
            F.col("best.link").alias("link"),
            F.col("criterion.advice").alias("advice"),
        )
    )


def evidence(results: "DataFrame") -> "DataFrame":
    """One row a statement, rubric, criterion and sentence: the columns of ``evidence.csv``."""
    from pyspark.sql import functions as F

    columns = ["sentence_index", "page", "section", "char_start", "char_end", "text", "status", "specificity"]
    columns += ["confidence", "method", "reason", "link", "counts"]
    return (
        _by_criterion(results)
        .withColumn("sentence", F.explode("criterion.evidence"))
        .select(
            "id",
            "statement_id",
            "rubric",
            F.col("criterion.criterion_id").alias("criterion_id"),
            *(F.col(f"sentence.{column}").alias(column) for column in columns),
        )
    )


def errors(results: "DataFrame") -> "DataFrame":
    """One row a document that gave no result: the columns of ``errors.csv``."""
    return results.where("type = 'failure'").select("id", "source", "stage", "code", "message", "hint")


def _by_criterion(results: "DataFrame") -> "DataFrame":
    from pyspark.sql import functions as F

    return (
        results.where("type = 'statement'")
        .select("id", "statement_id", F.explode("assessments").alias("assessment"))
        .select(
            "id",
            "statement_id",
            F.col("assessment.rubric").alias("rubric"),
            F.explode("assessment.criteria").alias("criterion"),
        )
    )
