#!/usr/bin/env bash
# Builds the wheel: the module, and the program that it carries. Usage: build.sh OUT_FOLDER [CARGO_PROFILE]
#
# Needs cargo and maturin. Both builds share the folder `target` of the repository, and with it what they stand on.
set -euo pipefail
out="$(mkdir -p "$1" && cd "$1" && pwd)"
profile="${2:-release}"
cd "$(dirname "$0")"
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$PWD/../target}"
cargo build --locked --profile "$profile" --manifest-path ../Cargo.toml --bin avowal
mkdir -p avowal/_bin
program=avowal
[ -f "$CARGO_TARGET_DIR/$profile/avowal.exe" ] && program=avowal.exe
install -m 755 "$CARGO_TARGET_DIR/$profile/$program" "avowal/_bin/$program"
if command -v strip >/dev/null; then strip "avowal/_bin/$program" || true; fi
maturin build --locked --profile "$profile" --out "$out"
