"""Opens report.xlsx of a run in openpyxl and in LibreOffice, and holds it to the CSV tables of the same run.

Usage: python open_xlsx.py RUN_FOLDER (LibreOffice Calc must be installed)
"""

import csv
import subprocess
import sys
import tempfile
import urllib.parse
import warnings
from pathlib import Path

import openpyxl

run = Path(sys.argv[1])
# openpyxl tells that it would not write data bars again; it only reads here.
warnings.filterwarnings("ignore", module="openpyxl")
book = openpyxl.load_workbook(run / "report.xlsx")
assert book.sheetnames == ["overview", "summary", "criteria", "evidence", "errors", "about"], book.sheetnames


def table(name):
    with (run / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shown(value):
    """A cell as text, numbers without the zeros behind their point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        raise AssertionError("a truth value, which programs show each in their own way")
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value)


def told(text):
    """What stands in a CSV, as the sheet has it."""
    if text in ("true", "false"):
        return "yes" if text == "true" else "no"
    # CSV marks what would run as a formula; a sheet knows that a text is a text.
    return text[1:] if text.startswith("'") and text.lstrip("' ")[:1] in tuple("=+-@＝＋－＠") else text


def number(text):
    """A number, also as per cent; none where the text is none."""
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None
    return round(value, 9)


formulas = links = 0
for sheet in book:
    assert sheet.freeze_panes and sheet.freeze_panes.endswith("2"), f"{sheet.title}: the header stays"
    assert sheet.auto_filter.ref == sheet.dimensions, f"{sheet.title}: {sheet.auto_filter.ref}"
    assert sheet.print_title_rows == "$1:$1", sheet.title
    for row in sheet.iter_rows():
        for cell in row:
            formulas += cell.data_type == "f"
            if cell.hyperlink:
                links += 1
                target = cell.hyperlink.target.lower()
                assert target.startswith(("https://", "http://", "file:///")), target
                if target.startswith("file:///"):
                    path = urllib.parse.unquote(cell.hyperlink.target[len("file://"):])
                    assert Path(path).exists(), f"{path} is not there"
assert formulas == 0, "no cell is a formula"
assert links > 0, "sources can be opened"
assert book["overview"].conditional_formatting and book["criteria"].conditional_formatting
assert (book.properties.created.year, book.properties.modified.year) == (2000, 2000), "no time of making"

values = 0
for name, sheet in [("statements", "overview"), ("criteria", "criteria"), ("evidence", "evidence"), ("errors", "errors")]:
    rows = list(book[sheet].iter_rows(values_only=True))
    header, rows = rows[0], rows[1:]
    right = table(name)
    assert len(rows) == len(right), f"{sheet}: {len(rows)} rows, {name}.csv has {len(right)}"
    if name == "statements":
        missing = [int(row["mandatory_total"]) - int(row["mandatory_met"]) for row in right]
        order = sorted(range(len(right)), key=lambda place: (-missing[place], float(right[place]["quality"] or 0), place))
        right = [right[place] for place in order]
    columns = {}
    for place, title in enumerate(header):
        for column in right[0] if right else []:
            if column.replace("_", " ") == title or column.split(".", 1)[-1] == title and "." in column:
                columns[column] = place
    for row, cells in zip(rows, right):
        for column, place in columns.items():
            # A link shows a word, and an organisation without a name goes by its title.
            if column == "link" or column == "organisation" and not cells[column]:
                continue
            value, text = row[place], told(cells[column])
            values += 1
            if isinstance(value, (int, float)):
                assert value == float(text), f"{sheet}.{column}: {value!r}, not {text!r}"
            else:
                assert shown(value) == text, f"{sheet}.{column}: {value!r}, not {text!r}"

with tempfile.TemporaryDirectory() as folder:
    # The last number of the filter's options asks for all sheets, a file each.
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
         "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
         "--outdir", folder, str(run / "report.xlsx")],
        check=True, capture_output=True, timeout=300,
    )
    for sheet in book:
        with Path(folder, f"report-{sheet.title}.csv").open(encoding="utf-8", newline="") as file:
            opened = list(csv.reader(file))
        rows = [[shown(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        assert len(opened) == len(rows), f"{sheet.title}: LibreOffice shows {len(opened)} rows of {len(rows)}"
        for place, (one, two) in enumerate(zip(opened, rows)):
            one += [""] * (len(two) - len(one))
            for left, right in zip(one, two):
                same = left == right or number(left) is not None and number(left) == number(right)
                assert same, f"{sheet.title}, row {place + 1}: LibreOffice shows {left!r}, openpyxl {right!r}"
print(f"{values} cells as the CSV tables say, {links} links, no formula; LibreOffice shows the same")
