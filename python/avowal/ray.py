"""avowal on Ray Data: an actor on each core that answers batches of documents.

    >>> import ray, ray.data
    >>> from avowal.ray import Assess
    >>> documents = ray.data.read_binary_files("s3://bucket/statements", include_paths=True)
    >>> results = documents.map_batches(
    ...     Assess,
    ...     fn_constructor_kwargs={"id": "path", "content": "bytes", "name": "path", "as_of": "2026-11-24"},
    ...     batch_format="pyarrow", batch_size=64, compute=ray.data.ActorPoolStrategy(size=8),
    ... )
    >>> results.write_parquet("s3://bucket/results")
"""

from __future__ import annotations

import base64
from typing import Any, Iterator, Mapping, Optional, Sequence, Union

import pyarrow as pa

from ._arrow import SCHEMA, table_of
from ._worker import WorkerProcess

__all__ = ["SCHEMA", "Assess"]


class Assess:
    """Answers batches of documents with rows of :data:`SCHEMA`, one for each, in their order.

    Exactly one of ``path``, ``url``, ``text`` and ``content`` names the column that holds the document.

    :param id: The column of the identifier.
    :param as_of: Judge whether statements are out of date as of this day: the same on all actors, so it must be given.
    :param known: Columns of what is known already, as ``{"organisation": "company", ...}``.
    :param options: Further options of ``avowal worker``.
    """

    def __init__(
        self,
        *,
        id: str,
        as_of: str,
        path: Optional[str] = None,
        url: Optional[str] = None,
        text: Optional[str] = None,
        content: Optional[str] = None,
        name: Optional[str] = None,
        known: Optional[Mapping[str, str]] = None,
        rubric: Union[str, Sequence[str]] = "uk-msa",
        options: Sequence[str] = (),
    ) -> None:
        documents = {"path": path, "url": url, "text": text, "base64": content}
        given = {key: column for key, column in documents.items() if column is not None}
        if len(given) != 1:
            raise ValueError("name one of the columns path, url, text and content")
        self._columns = {"id": id, **given, **(known or {})}
        if name is not None:
            self._columns["name"] = name
        command = ["--as-of", as_of, *options]
        for one in [rubric] if isinstance(rubric, str) else rubric:
            command += ["--rubric", one]
        self._worker = WorkerProcess(command)

    def __call__(self, batch: pa.Table) -> pa.Table:
        return table_of(self._worker.run_lines(self._tasks(batch)))

    def _tasks(self, batch: pa.Table) -> Iterator[dict[str, Any]]:
        for row in batch.select(list(dict.fromkeys(self._columns.values()))).to_pylist():
            task = {key: row[column] for key, column in self._columns.items()}
            task["id"] = str(task["id"])
            if task.get("base64") is not None:
                task["base64"] = base64.b64encode(task["base64"]).decode()
            yield task
