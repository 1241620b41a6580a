"""Holds a configuration with all its examples in force to the schema of avowal.toml, and a wrong one too.

    schema.py SCHEMA AVOWAL_TOML
"""

import json
import re
import sys
import tomllib

import jsonschema

schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)


def as_json(value):
    """TOML as an editor's validator sees it: a date is a string."""
    return json.loads(json.dumps(value, default=str))


lines = open(sys.argv[2]).read().splitlines()
plain = as_json(tomllib.loads("\n".join(lines)))
validator.validate(plain)

example = re.compile(r"# (\[|[a-z-]+ = )")
in_force = "\n".join(line[2:] if example.match(line) else line for line in lines)
full = as_json(tomllib.loads(in_force))
validator.validate(full)
assert set(full) == set(schema["properties"]), f"the file shows {sorted(full)}"

for wrong in [
    {"rubrik": "uk-msa"},
    {"check": {"fail-on": "eror"}},
    {"check": {"levels": {"training": "good"}}},
    {"waive": [{"code": "steps-missing"}]},
    {"waive": [{"code": "steps-mising", "reason": "r"}]},
]:
    assert not validator.is_valid(wrong), f"the schema takes {wrong}"
print("  avowal.toml: the examples follow the schema, five mistakes do not")
