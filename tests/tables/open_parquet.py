"""Opens the Parquet tables of a run in pandas (pyarrow), polars and DuckDB, and holds them to its CSV tables.

The run must be verbatim: Parquet has every text as it is. Usage: python open_parquet.py RUN_FOLDER
"""

import json
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow.parquet

run = Path(sys.argv[1])
package = json.loads((run / "datapackage.json").read_text(encoding="utf-8"))
schemas = {
    resource["name"]: resource["schema"]
    for resource in package["resources"]
    if resource["path"].endswith(".csv")
}
TYPES = {"integer": "int64", "number": "double", "boolean": "bool", "string": "string", "datetime": "timestamp[us, tz=UTC]"}

database = duckdb.connect()
cells = 0
for name in ["statements", "criteria", "evidence", "sections", "coverage", "errors"]:
    path = run / f"{name}.parquet"
    schema = schemas[name]
    columns = [field["name"] for field in schema["fields"]]
    # As text, untouched: what the cells of the CSV say.
    told = pandas.read_csv(run / f"{name}.csv", dtype=str, keep_default_na=False)
    assert list(told.columns) == columns, name

    file = pyarrow.parquet.ParquetFile(path)
    assert file.metadata.created_by.startswith("avowal version "), file.metadata.created_by
    described = json.loads(file.metadata.metadata[b"avowal.columns"])
    assert [column["name"] for column in described] == columns, name
    assert all(column["description"] for column in described), name
    for field in schema["fields"]:
        found = str(file.schema_arrow.field(field["name"]).type)
        assert found == TYPES[field["type"]], f"{name}.{field['name']}: {found}"

    by_pandas = pandas.read_parquet(path)
    by_polars = polars.read_parquet(path)
    by_duckdb = database.sql(f"select * from '{path}'").to_arrow_table()
    assert by_duckdb.num_rows == len(by_pandas) == len(by_polars) == len(told), name
    for field in schema["fields"]:
        column, kind = field["name"], field["type"]
        values = by_pandas[column].tolist()
        as_polars = by_polars[column].to_list()
        as_duckdb = by_duckdb.column(column).to_pylist()
        for row, (cell, value, two, three) in enumerate(zip(told[column], values, as_polars, as_duckdb)):
            where = f"{name}.{column}, row {row}: {cell!r} is {value!r}"
            cells += 1
            if cell == "":
                assert pandas.isna(value) and two is None and three is None, where
                continue
            if kind == "integer":
                right = int(cell)
            elif kind == "number":
                right = float(cell)
            elif kind == "boolean":
                right = {"true": True, "false": False}[cell]
            elif kind == "datetime":
                right = pandas.Timestamp(cell)
            else:
                right = cell
            assert value == right and two == right and three == right, where
print(f"{cells} cells: pandas, polars and DuckDB read from Parquet what the CSV says")
