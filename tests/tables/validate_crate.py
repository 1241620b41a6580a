"""Holds the RO-Crate of a run to the profile Process Run Crate, with the validator of the profile's authors.

The context of RO-Crate is taken from the package `rocrate` (its terms only ever grew): nothing is asked of the network.
Usage: python validate_crate.py RUN_FOLDER
"""

import io
import json
import sys
from email.message import Message
from pathlib import Path
from urllib.response import addinfourl

import rdflib.parser
import requests
import rocrate
from rocrate_validator import services
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
TEXT = (Path(rocrate.__file__).parent / "data" / "ro-crate.jsonld").read_bytes()
assert b'"CreateAction"' in TEXT, "the package holds the context"


def from_the_package(request):
    address = request.full_url if hasattr(request, "full_url") else str(request)
    assert address == CONTEXT, f"the crate asks for {address}"
    headers = Message()
    headers["Content-Type"] = "application/ld+json"
    return addinfourl(io.BytesIO(TEXT), headers, address, 200)


def answer(_, address, **_options):
    response = requests.Response()
    response.status_code = 200 if address == CONTEXT else 404
    response.headers["Content-Type"] = "application/ld+json"
    response.raw = io.BytesIO(TEXT if address == CONTEXT else b"")
    return response


rdflib.parser._urlopen = from_the_package
HttpRequester.get = answer

run = Path(sys.argv[1]).resolve()
for severity in ["REQUIRED", "RECOMMENDED"]:
    settings = services.ValidationSettings(
        rocrate_uri=str(run),
        profile_identifier="process-run-crate",
        requirement_severity=severity,
        skip_availability_check=True,
    )
    result = services.validate(settings)
    issues = [(issue.check.identifier, issue.message) for issue in result.get_issues()]
    for identifier, message in issues:
        print(f"{severity}: {identifier}: {message}")
    assert severity != "REQUIRED" or not issues, "what the profile requires is there"

# What no profile asks for: every file of the record is in the crate, with its digest.
graph = {entity["@id"]: entity for entity in json.loads((run / "ro-crate-metadata.json").read_text())["@graph"]}
record = json.loads((run / "run.json").read_text(encoding="utf-8"))
for file in record["files"]:
    assert graph[file["name"]]["sha256"] == file["sha256"], file["name"]
action = graph["#run"]
assert {entity["@id"] for entity in action["result"]} == {file["name"] for file in record["files"]}
for entity in action["object"] + action["result"] + [action["instrument"]]:
    assert entity["@id"] in graph, entity
assert graph[action["instrument"]["@id"]]["softwareVersion"] == record["program"]["version"]
print(f"a Process Run Crate of {len(graph)} entities")
