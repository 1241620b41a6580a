#!/usr/bin/env bash
# Fetches pages from a server on this machine into a web archive, twice, and has warcio (PyPI) check it.
#
#     tests/warc/check.sh PROGRAM WARCIO
set -euo pipefail
program="$1" warcio="$2"
work="$(mktemp -d)"
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
python3 -u -m http.server 0 --bind 127.0.0.1 --directory fixtures >"$work/log" 2>&1 &
server=$!
until grep -qs 'port [0-9]' "$work/log"; do sleep 0.1; done
port=$(sed -n 's/.* port \([0-9]*\).*/\1/p' "$work/log" | head -1)
here="http://127.0.0.1:$port"
for round in 1 2; do
    # One of them is not there, and the second time the others have not changed.
    "$program" --allow-private --quiet fetch --delay 0 --no-check -o "$work/store" --warc "$work/run.warc" \
        "$here/statements/tarnbeck-foods/statement.html" "$here/statements" \
        "$here/statements/skerrow-building-group/statement.pdf" "$here/missing" || [[ $? -eq 1 ]]
done
"$warcio" check --verbose "$work/run.warc"
"$warcio" index --fields warc-type,warc-target-uri,http:status "$work/run.warc" >"$work/index"
grep -q '"revisit".*"304"' "$work/index" && grep -q '"response".*"404"' "$work/index" && grep -q '"response".*"301"' "$work/index"
echo "warcio accepts the archive: $(wc -l <"$work/index") records"
