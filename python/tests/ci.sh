#!/usr/bin/env bash
# Builds the wheel, installs it into a fresh environment and tests it there: the module, the child that engines run,
# Spark and Ray. Usage: ci.sh [CARGO_PROFILE]. Needs Python, and Java 17 for Spark, which it installs where apt is.
set -euo pipefail
cd "$(dirname "$0")/.."
profile="${1:-release}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

if ! command -v java >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless >/dev/null
fi
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check \
    "maturin>=1.9,<2" "pandas<3" pyarrow pyspark ray mypy pytest jsonschema
export PATH="$work/venv/bin:$PATH"

cargo fmt --check
CARGO_TARGET_DIR="$PWD/../target" cargo clippy --locked --profile "$profile" -- -D warnings
if command -v cargo-deny >/dev/null; then
    cargo fetch --quiet --locked
    cargo deny --offline --config ../deny.toml check licenses bans sources
fi
bash build.sh "$work/wheels" "$profile"
pip install --quiet --disable-pip-version-check --no-deps "$work"/wheels/*.whl
# The types are those of the package, and of those that use it.
mypy --strict --ignore-missing-imports avowal

cd tests
pytest -q
export PYSPARK_PYTHON="$work/venv/bin/python" SPARK_LOCAL_IP=127.0.0.1 RAY_DISABLE_IMPORT_WARNING=1
python engines.py spark
python engines.py ray
