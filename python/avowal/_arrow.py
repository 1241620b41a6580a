"""A result as one row of typed columns, nested as it is: what Spark and Ray hand around."""

from __future__ import annotations

import io
from typing import Iterable

import pyarrow as pa
import pyarrow.json

#: What may be known of a document before it is read.
KNOWN = ("organisation", "company_number", "sector", "country", "turnover", "period_end")

_POSITION = [
    ("char_start", pa.int64()),
    ("char_end", pa.int64()),
    ("page", pa.int32()),
    ("line", pa.int32()),
    ("column", pa.int32()),
]

_EVIDENCE = pa.struct(
    [
        ("sentence_index", pa.int32()),
        ("section", pa.string()),
        ("text", pa.string()),
        ("status", pa.string()),
        ("specificity", pa.int32()),
        ("confidence", pa.float64()),
        ("method", pa.string()),
        ("reason", pa.string()),
        ("link", pa.string()),
        ("counts", pa.bool_()),
        *_POSITION,
    ]
)

_CRITERION = pa.struct(
    [
        ("criterion_id", pa.string()),
        ("citation", pa.string()),
        ("title", pa.string()),
        ("mandatory", pa.bool_()),
        ("verdict", pa.string()),
        ("level", pa.string()),
        ("level_rank", pa.int32()),
        ("capped_by", pa.string()),
        ("confidence", pa.float64()),
        ("advice", pa.string()),
        ("top_evidence", pa.int32()),
        ("evidence", pa.list_(_EVIDENCE)),
    ]
)

_ASSESSMENT = pa.struct(
    [
        ("rubric", pa.string()),
        ("rubric_version", pa.string()),
        ("mandatory_met", pa.int32()),
        ("mandatory_total", pa.int32()),
        ("mandatory_unknown", pa.int32()),
        ("quality", pa.float64()),
        ("criteria", pa.list_(_CRITERION)),
    ]
)

_FACTS = pa.struct(
    [
        (name, pa.string())
        for name in (
            "title",
            "organisation",
            "company_number",
            "period_start",
            "period_end",
            "approved_by",
            "approval_date",
            "signatory",
            "signatory_role",
        )
    ]
)

#: One row a document: `type` is `statement`, or `failure` with `stage`, `code`, `message` and `hint`.
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("type", pa.string()),
        ("source", pa.string()),
        ("statement_id", pa.string()),
        ("final_url", pa.string()),
        ("sha256", pa.string()),
        ("retrieved_at", pa.string()),
        ("format", pa.string()),
        ("document_kind", pa.string()),
        ("pages", pa.int32()),
        ("words", pa.int64()),
        ("sentences", pa.int64()),
        ("language", pa.string()),
        ("facts", _FACTS),
        ("coverage", pa.list_(pa.struct([("entity", pa.string()), ("relation", pa.string()), *_POSITION]))),
        ("warnings", pa.list_(pa.struct([("code", pa.string()), ("message", pa.string())]))),
        ("manifest", pa.struct([(name, pa.string()) for name in KNOWN])),
        ("assessments", pa.list_(_ASSESSMENT)),
        ("stage", pa.string()),
        ("code", pa.string()),
        ("message", pa.string()),
        ("hint", pa.string()),
    ]
)


def table_of(lines: Iterable[bytes]) -> pa.Table:
    """Results, each as its line of JSON, as rows of :data:`SCHEMA`."""
    text = b"\n".join(lines)
    if not text:
        return SCHEMA.empty_table()
    read = pyarrow.json.read_json(
        io.BytesIO(text),
        # One block: a result may be long. The engine has threads enough.
        read_options=pyarrow.json.ReadOptions(use_threads=False, block_size=len(text) + 1),
        parse_options=pyarrow.json.ParseOptions(explicit_schema=SCHEMA, unexpected_field_behavior="ignore"),
    )
    return read.select(SCHEMA.names).cast(SCHEMA)


def ddl(kind: pa.DataType) -> str:
    """The type as Spark writes it."""
    if pa.types.is_struct(kind):
        fields = (kind.field(place) for place in range(kind.num_fields))
        return f"struct<{', '.join(f'`{field.name}`: {ddl(field.type)}' for field in fields)}>"
    if pa.types.is_list(kind):
        return f"array<{ddl(kind.value_type)}>"
    names = {"string": "string", "int32": "int", "int64": "bigint", "double": "double", "bool": "boolean"}
    return names[str(kind)]


#: :data:`SCHEMA` as Spark writes it.
SPARK_SCHEMA = ", ".join(f"`{field.name}` {ddl(field.type)}" for field in SCHEMA)
