"""Results as tables: the columns of ``statements.csv``, ``criteria.csv``, ``evidence.csv`` and ``errors.csv``.

Needs pyarrow; :func:`to_pandas` also pandas. Where a run in one piece numbers a file that comes again, byte for byte
(``…-2``), these tables do not: ``id`` tells the rows of two such documents apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Mapping

if TYPE_CHECKING:
    import pandas
    import pyarrow

#: The columns of each table with the name of their type in Arrow; ``statements`` has more behind them, one for each
#: criterion (``level.ID`` or ``verdict.ID``) and for each thing that was known of the document (``manifest.NAME``).
COLUMNS: dict[str, list[tuple[str, str]]] = {
    "statements": [
        ("id", "string"),
        ("statement_id", "string"),
        ("source", "string"),
        ("final_url", "string"),
        ("sha256", "string"),
        ("retrieved_at", "string"),
        ("format", "string"),
        ("document_kind", "string"),
        ("title", "string"),
        ("organisation", "string"),
        ("company_number", "string"),
        ("period_start", "string"),
        ("period_end", "string"),
        ("approved_by", "string"),
        ("approval_date", "string"),
        ("signatory", "string"),
        ("signatory_role", "string"),
        ("pages", "int32"),
        ("words", "int64"),
        ("sentences", "int64"),
        ("language", "string"),
        ("rubric", "string"),
        ("rubric_version", "string"),
        ("mandatory_met", "int32"),
        ("mandatory_total", "int32"),
        ("mandatory_unknown", "int32"),
        ("quality", "float64"),
        ("warnings", "string"),
    ],
    "criteria": [
        ("id", "string"),
        ("statement_id", "string"),
        ("rubric", "string"),
        ("criterion_id", "string"),
        ("citation", "string"),
        ("title", "string"),
        ("mandatory", "bool"),
        ("verdict", "string"),
        ("level", "string"),
        ("level_rank", "int32"),
        ("capped_by", "string"),
        ("confidence", "float64"),
        ("evidence_count", "int32"),
        ("top_evidence", "string"),
        ("page", "int32"),
        ("link", "string"),
        ("advice", "string"),
    ],
    "evidence": [
        ("id", "string"),
        ("statement_id", "string"),
        ("rubric", "string"),
        ("criterion_id", "string"),
        ("sentence_index", "int32"),
        ("page", "int32"),
        ("section", "string"),
        ("char_start", "int64"),
        ("char_end", "int64"),
        ("text", "string"),
        ("status", "string"),
        ("specificity", "int32"),
        ("confidence", "float64"),
        ("method", "string"),
        ("reason", "string"),
        ("link", "string"),
        ("counts", "bool"),
    ],
    "errors": [
        ("id", "string"),
        ("source", "string"),
        ("stage", "string"),
        ("code", "string"),
        ("message", "string"),
        ("hint", "string"),
    ],
}

Row = dict[str, Any]


def rows_of(result: Mapping[str, Any]) -> dict[str, list[Row]]:
    """The rows that one result gives in each table."""
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    identity = result.get("id")
    own: Row = {"id": None if identity is None else str(identity)}
    if result["type"] == "failure":
        rows["errors"].append({**own, **{key: result[key] for key, _ in COLUMNS["errors"][1:]}})
        return rows
    own["statement_id"] = result["statement_id"]
    shared = {name: result.get(name) for name, _ in COLUMNS["statements"][1:] if name in result}
    shared.update(result["facts"])
    shared["warnings"] = "; ".join(warning["code"] for warning in result["warnings"])
    known = {f"manifest.{name}": value for name, value in result["manifest"].items()}
    for assessment in result["assessments"]:
        of_rubric = {**own, "rubric": assessment["rubric"]}
        statement: Row = {**own, **shared}
        statement.update({key: value for key, value in assessment.items() if key != "criteria"})
        for criterion in assessment["criteria"]:
            of_criterion = {**of_rubric, "criterion_id": criterion["criterion_id"]}
            evidence = criterion["evidence"]
            counting = [one for one in evidence if one["counts"]]
            top = criterion["top_evidence"]
            best: Mapping[str, Any] = {} if top is None else evidence[top]
            column = "verdict" if criterion["level"] is None else "level"
            statement[f"{column}.{criterion['criterion_id']}"] = criterion[column]
            row: Row = {**of_criterion, **{key: value for key, value in criterion.items() if key != "evidence"}}
            row["evidence_count"] = len(counting)
            row["top_evidence"] = best.get("text")
            row["page"] = best.get("page")
            row["link"] = best.get("link")
            rows["criteria"].append(row)
            names = [name for name, _ in COLUMNS["evidence"]]
            for one in evidence:
                rows["evidence"].append({**of_criterion, **{name: one[name] for name in names if name in one}})
        statement.update(known)
        rows["statements"].append(statement)
    return rows


def to_arrow(results: Iterable[Mapping[str, Any]]) -> dict[str, "pyarrow.Table"]:
    """``results`` of :func:`avowal.assess_many` as Arrow tables: ``statements``, ``criteria``, ``evidence``, ``errors``."""
    import pyarrow

    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    for result in results:
        for name, more in rows_of(result).items():
            rows[name].extend(more)
    tables = {}
    for name, columns in COLUMNS.items():
        fields = [pyarrow.field(column, _type(pyarrow, kind)) for column, kind in columns]
        if name == "statements":
            named = {column for column, _ in columns}
            # In the order of their first appearance: that of the rubrics.
            more_columns = dict.fromkeys(key for row in rows[name] for key in row if key not in named)
            # What was known stands behind the criteria, as in statements.csv.
            ordered = sorted(more_columns, key=lambda column: column.startswith("manifest."))
            fields += [pyarrow.field(column, pyarrow.string()) for column in ordered]
        tables[name] = pyarrow.Table.from_pylist(rows[name], schema=pyarrow.schema(fields))
    return tables


def _type(pyarrow: Any, name: str) -> Any:
    return pyarrow.bool_() if name == "bool" else getattr(pyarrow, name)()


def to_pandas(results: Iterable[Mapping[str, Any]]) -> dict[str, "pandas.DataFrame"]:
    """As :func:`to_arrow`, as data frames of pandas."""
    return {name: table.to_pandas() for name, table in to_arrow(results).items()}
