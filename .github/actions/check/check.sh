#!/usr/bin/env bash
# The step of the action: checks $DRAFTS, annotates them, and writes $SARIF. Exits as `avowal check` does.
set -euo pipefail

arguments=(--format github --output "sarif=${SARIF:-avowal.sarif}")
[ -z "${FAIL_ON:-}" ] || arguments+=(--fail-on "$FAIL_ON")
[ -z "${BASELINE:-}" ] || arguments+=(--baseline "$BASELINE")
read -r -a rubrics <<<"${RUBRICS:-}"
for rubric in "${rubrics[@]}"; do arguments+=(--rubric "$rubric"); done
drafts=()
case "$DRAFTS" in
*$'\n'*)
    while IFS= read -r draft; do [ -z "$draft" ] || drafts+=("$draft"); done <<<"$DRAFTS"
    ;;
*) read -r -a drafts <<<"$DRAFTS" ;;
esac
exec avowal check "${arguments[@]}" -- "${drafts[@]}"
