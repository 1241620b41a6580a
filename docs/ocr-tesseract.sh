#!/bin/sh
# Recognises the text of some pages of a PDF with tesseract; the others stay as they are.
#
#   avowal assess scans/ --ocr 'sh docs/ocr-tesseract.sh {pages} {input} {output}'
#
# Needs pdftoppm and pdfinfo (poppler-utils), tesseract (tesseract-ocr) and qpdf. OCR_LANGUAGE is `eng` unless set.
set -eu
pages=$1 input=$2 output=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

count=$(pdfinfo "$input" | sed -n 's/^Pages: *//p')
wanted() { # whether page $1 is among 2,5-7
    for range in $(echo "$pages" | tr ',' ' '); do
        [ "$1" -ge "${range%-*}" ] && [ "$1" -le "${range#*-}" ] && return 0
    done
    return 1
}

set --
page=1
while [ "$page" -le "$count" ]; do
    if wanted "$page"; then
        pdftoppm -r 300 -gray -png -singlefile -f "$page" -l "$page" "$input" "$work/$page"
        tesseract "$work/$page.png" "$work/$page" -l "${OCR_LANGUAGE:-eng}" --dpi 300 pdf >"$work/said" 2>&1 ||
            { cat "$work/said" >&2; exit 1; }
        set -- "$@" "$work/$page.pdf" 1
    else
        set -- "$@" "$input" "$page"
    fi
    page=$((page + 1))
done
qpdf --empty --pages "$@" -- "$output"
