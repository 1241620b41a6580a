#!/usr/bin/env bash
# Packs one built program for one target, with licence, completions and man pages, and its checksum beside it:
#   package.sh PROGRAM TARGET VERSION FOLDER
# The program must run on this machine: it writes its completions and man pages itself.
set -euo pipefail
program="$1" target="$2" version="$3" out="$4"
root="$(cd "$(dirname "$0")/../.." && pwd)"
name="avowal-$version-$target"

mkdir -p "$out"
out="$(cd "$out" && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/$name/completions" "$work/$name/man"
cp "$program" "$root/README.md" "$root/CHANGELOG.md" "$root"/LICENSE-* "$root/docs/avowal.schema.json" "$work/$name/"
for shell in bash elvish fish powershell zsh; do
    "$program" completions "$shell" >"$work/$name/completions/avowal.$shell"
done
"$program" man "$work/$name/man"

cd "$work"
case "$target" in
*-windows-*)
    archive="$name.zip"
    7z a -bso0 -bsp0 "$out/$archive" "$name"
    ;;
*)
    archive="$name.tar.gz"
    tar --create --gzip --file "$out/$archive" "$name"
    ;;
esac
cd "$out"
if command -v sha256sum >/dev/null; then
    sha256sum "$archive" >"$archive.sha256"
else
    shasum -a 256 "$archive" >"$archive.sha256"
fi
echo "$archive"
