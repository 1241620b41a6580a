"""Reproduces the numbers of a run's portfolio page with SQL over its Parquet tables, and holds them to run.json, to
assessments.json and to the page itself.

Usage: python portfolio_sql.py RUN_FOLDER (of a run with the formats parquet, json and html)
"""

import html
import json
import re
import statistics
import sys
from pathlib import Path

import duckdb

run = Path(sys.argv[1])
record = json.loads((run / "run.json").read_text(encoding="utf-8"))
results = json.loads((run / "assessments.json").read_text(encoding="utf-8"))["results"]
statements = [result for result in results if result["type"] == "statement"]
page = html.unescape(re.sub(r"<[^>]+>", " ", (run / "html" / "index.html").read_text(encoding="utf-8")))
page = re.sub(r"\s+", " ", page)

database = duckdb.connect()
for table in ["statements", "criteria", "errors"]:
    database.execute(f"create view {table} as select * from '{run / table}.parquet'")


def ask(question, *values):
    return database.execute(question, list(values)).fetchall()


((assessed,),) = ask("select count(distinct statement_id) from statements")
((failed,),) = ask("select count(*) from errors")
assert (assessed, failed) == (record["counts"]["assessed"], record["counts"]["failed"])
assert assessed == len(statements)
assert f"{assessed} assessed" in page and f"{failed} not assessed" in page

for rubric, counts in record["counts"]["rubrics"].items():
    # What is mandatory: met, applying, and not to be told from the files.
    ((met, total, unknown, quality),) = ask(
        """select sum(mandatory_met)::int, sum(mandatory_total)::int, sum(mandatory_unknown)::int, avg(quality)
           from statements where rubric = ?""",
        rubric,
    )
    assert (met, total, unknown) == (
        counts["mandatory_met"],
        counts["mandatory_total"],
        counts["mandatory_unknown"],
    ), rubric
    # The same from the tidy table: the columns of statements are counts of its rows.
    ((met_again, missing),) = ask(
        """select count(*) filter (verdict = 'met'), count(*) filter (verdict = 'not_met')
           from criteria where rubric = ? and mandatory""",
        rubric,
    )
    assert met_again == met, rubric
    assert missing == total - met - unknown, rubric
    ((complete,),) = ask(
        """select count(*) from (select statement_id from criteria where rubric = ?
           group by statement_id having count(*) filter (mandatory and verdict = 'not_met') = 0)""",
        rubric,
    )
    assert complete == counts["nothing_mandatory_missing"], rubric

    # Quality, from the other format.
    told = [
        assessment["quality"]
        for statement in statements
        for assessment in statement["assessments"]
        if assessment["rubric"] == rubric and assessment["quality"] is not None
    ]
    if told:
        assert abs(quality - statistics.fmean(told)) < 1e-9, (rubric, quality)
        # The page shows whole numbers.
        on_page = [int(number) for number in re.findall(r"(\d+) mean quality", page)]
        assert any(abs(number - quality) <= 0.5 for number in on_page), (on_page, quality)

    # Most often missing, worst first.
    missing = ask(
        """select criterion_id, count(*) as times from criteria where rubric = ? and verdict = 'not_met'
           group by criterion_id order by times desc, criterion_id""",
        rubric,
    )
    assert dict(missing) == counts["not_met"], rubric
    # The page names criteria by their titles.
    for criterion, times in missing[:3]:
        ((title,),) = ask("select distinct title from criteria where rubric = ? and criterion_id = ?", rubric, criterion)
        assert f"{title} ({times})" in page, f"{title} ({times})"
    worst = ", ".join(f"{criterion} ({times})" for criterion, times in missing[:3])
    print(f"{rubric}: {met} of {total} mandatory met, mean quality {quality or 0:.1f}, most often missing: {worst}")
print(f"SQL over Parquet gives what run.json, assessments.json and the page say of {assessed} statements")
