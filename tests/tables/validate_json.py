"""Holds assessments.json and assessments.ndjson of a run to the JSON Schema beside them.

Usage: python validate_json.py RUN_FOLDER
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

run = Path(sys.argv[1])
schema = json.loads((run / "assessments.schema.json").read_text(encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
lines = (run / "assessments.ndjson").read_text(encoding="utf-8").splitlines()
whole = json.loads((run / "assessments.json").read_text(encoding="utf-8"))
assert whole["results"] == [json.loads(line) for line in lines], "both formats say the same"
kinds = set()
for place, line in enumerate(lines):
    outcome = json.loads(line)
    kinds.add(outcome["type"])
    error = next(iter(validator.iter_errors(outcome)), None)
    assert error is None, f"line {place + 1}: {error.json_path}: {error.message}"
assert kinds == {"statement", "failure"}, kinds
print(f"{len(lines)} outcomes are as the schema says")
