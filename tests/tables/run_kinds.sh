#!/usr/bin/env bash
# Runs of every kind, each held to its datapackage.json by frictionless.
# Usage: run_kinds.sh AVOWAL FRICTIONLESS FOLDER
set -euo pipefail
avowal="$1" frictionless="$2" folder="$3"
mkdir -p "$folder"

assess() {
    local kind="$1"
    shift
    # Some inputs of the fixtures fail, as they should.
    "$avowal" assess -q --as-of 2026-11-24 -o "$folder/$kind" "$@" || [ $? -eq 1 ]
    (cd "$folder/$kind" && "$frictionless" validate datapackage.json) >"$folder/$kind.log" ||
        { cat "$folder/$kind.log"; exit 1; }
    echo "valid: $kind"
}

assess rubrics fixtures/statements fixtures/controls --rubric uk-msa --rubric au-msa --rubric us-ca-tsca --rubric safeguarding
assess verbatim fixtures/statements --verbatim
assess parquet fixtures/statements --format parquet,xlsx,ndjson
assess everything fixtures/statements fixtures/controls --format csv,parquet,xlsx,json,ndjson,html

fixtures="$PWD/fixtures/statements"
cat >"$folder/manifest.csv" <<END
id,organisation,sector,country,turnover,path
1,Hexley Instruments plc,Instruments,GB,£400m,$fixtures/hexley-instruments/statement.pdf
2,=Formula Ltd,Care,GB,"12,000,000",$fixtures/kestrel-care/statement.txt
END
assess manifest "$folder/manifest.csv"

# A list with two columns of one name, and one without a name: what is the user's stays as it is.
for header in "Ref,Company,File,Note" "Ref,Company,Ref,"; do
    cat >"$folder/suppliers.csv" <<END
$header
1,Hexley Instruments plc,$fixtures/hexley-instruments/statement.pdf,
2,Nobody Ltd,,=1+1
END
    column=File
    [ "${header##*,}" = Note ] || column=""
    assess "suppliers-${column:-nameless}" --suppliers "$folder/suppliers.csv" --map organisation=Company \
        ${column:+--map path=File} --format csv,parquet
done
