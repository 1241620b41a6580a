"""Opens the tables of a finished run in pandas and DuckDB and checks types, keys and sums between them.

Usage: python open_tables.py RUN_FOLDER
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas

run = Path(sys.argv[1])
TABLES = ["statements", "criteria", "evidence", "sections", "errors"]
LEVELS = ["absent", "mentioned", "partial", "specific", "evidenced"]

tables = {name: pandas.read_csv(run / f"{name}.csv") for name in TABLES}
statements, criteria, evidence = tables["statements"], tables["criteria"], tables["evidence"]

# pandas: numbers are numbers, keys are keys, every row joins.
assert len(statements) > 0, "a run over the fixtures has statements"
for column in ["words", "sentences", "mandatory_met", "mandatory_total", "mandatory_unknown"]:
    assert pandas.api.types.is_integer_dtype(statements[column]), column
assert pandas.api.types.is_float_dtype(statements["quality"])
assert statements["quality"].between(0, 100).all()
assert not statements.duplicated(["statement_id", "rubric"]).any()
assert not criteria.duplicated(["statement_id", "rubric", "criterion_id"]).any()
assert set(criteria["statement_id"]) == set(statements["statement_id"])
assert set(evidence["statement_id"]) <= set(statements["statement_id"])
assert set(criteria["verdict"]) <= {"met", "not_met", "cannot_tell", "not_applicable"}
assert set(criteria["level"].dropna()) <= set(LEVELS)
scored = criteria.dropna(subset=["level"])
assert (scored["level"].map(LEVELS.index) == scored["level_rank"].astype(int)).all()
assert evidence["confidence"].between(0, 1).all()
assert (evidence["char_end"] > evidence["char_start"]).all()
assert (evidence["text"].str.len() > 0).all()

# The wide table and the tidy one say the same.
for criterion in criteria["criterion_id"].unique():
    column = f"level.{criterion}"
    if column not in statements:
        assert f"verdict.{criterion}" in statements, criterion
        continue
    wide = statements.set_index(["statement_id", "rubric"])[column].dropna()
    tidy = scored[scored["criterion_id"] == criterion].set_index(["statement_id", "rubric"])["level"]
    assert (tidy.reindex(wide.index) == wide).all(), criterion

# DuckDB: opens by itself and counts the same.
database = duckdb.connect()
for name, table in tables.items():
    (count,) = database.execute(f"select count(*) from read_csv('{run / name}.csv')").fetchone()
    assert count == len(table), f"{name}: DuckDB reads {count} rows, pandas {len(table)}"
(joined,) = database.execute(
    f"""select count(*) from read_csv('{run}/evidence.csv') e
        join read_csv('{run}/criteria.csv') c using (statement_id, rubric, criterion_id)"""
).fetchone()
assert joined == len(evidence), "every row of evidence belongs to a row of criteria"

record = json.loads((run / "run.json").read_text(encoding="utf-8"))
assert record["counts"]["assessed"] == statements["statement_id"].nunique()
print(f"{len(statements)} statements, {len(criteria)} criteria, {len(evidence)} evidence: pandas and DuckDB agree")
