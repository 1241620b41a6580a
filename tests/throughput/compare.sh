#!/usr/bin/env bash
# How fast addresses are fetched, side by side: avowal (kept, hashed, logged), curl --parallel and wget, the same URLs from
# the same servers on this machine, without politeness. Prints the seconds of each round and the ratio of the medians.
#
#     tests/throughput/compare.sh PROGRAM [URLS [SIZE [ROUNDS]]]
set -euo pipefail
program="$1" urls="${2:-2000}" size="${3:-100000}" rounds="${4:-5}"
hosts=50 port=8931
work="$(mktemp -d)"
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
python3 "$(dirname "$0")/serve.py" "$port" "$hosts" "$size" >"$work/ready" &
server=$!
until grep -qs ready "$work/ready"; do sleep 0.1; done

for ((n = 0; n < urls; n++)); do echo "http://127.0.0.$((n % hosts + 1)):$port/$n"; done >"$work/list"
awk -v d="$work/curl" '{ print "url = \"" $0 "\"\noutput = \"" d "/" NR "\"" }' "$work/list" >"$work/curl.conf"

seconds() { local began; began=$(date +%s.%N); "$@" >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }; echo "$(date +%s.%N) - $began" | bc; }
ours() {
    rm -rf "$work/ours"
    "$program" --allow-private --quiet fetch --no-check --delay 0 --per-host 1 --connections 32 -o "$work/ours" - <"$work/list"
}
curls() { rm -rf "$work/curl"; mkdir "$work/curl"; curl --silent --parallel --parallel-max 32 --config "$work/curl.conf"; }
wgets() { rm -rf "$work/wget"; mkdir "$work/wget"; (cd "$work/wget" && wget --quiet --input-file "$work/list"); }
median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

all() { [[ $(find "$1" -type f -size +"$((size / 2))"c | wc -l) -eq "$urls" ]] || { echo "$1 is not complete"; exit 1; }; }
for name in ours curls wgets; do : >"$work/$name.times"; done
for ((round = 0; round < rounds; round++)); do
    for name in ours curls wgets; do seconds "$name" | tee -a "$work/$name.times" | sed "s/^/$name /"; done
    all "$work/ours/snapshots" && all "$work/curl" && all "$work/wget"
done
a=$(median <"$work/ours.times") b=$(median <"$work/curls.times") c=$(median <"$work/wgets.times")
echo "$urls URLs of $size bytes: avowal $a s, curl $b s, wget $c s"
echo "throughput against curl: $(echo "scale=2; $b / $a" | bc), against wget: $(echo "scale=2; $c / $a" | bc)"
