"""How near an extracted text comes to the known one."""

import collections
import re
import unicodedata

from rapidfuzz.distance import LCSseq

NUMBER = re.compile(r"^\(?(\d{1,2}|[a-z])[.)]$")


def words(text):
    """Tokens with a letter or digit in them; ligatures, soft hyphens and capitals folded."""
    text = unicodedata.normalize("NFKC", text.replace("\u00ad", "").replace("\u2010", "-").replace("\u2011", "-"))
    return [word for word in text.casefold().replace(" | ", " ").split() if any(map(str.isalnum, word))]


def f1(found, wanted):
    """Of two lists as bags."""
    found, wanted = collections.Counter(found), collections.Counter(wanted)
    both = sum((found & wanted).values())
    return 2 * both / max(1, sum(found.values()) + sum(wanted.values()))


def order(found, wanted):
    """The share of words that stand in the same order in both: twice the longest common subsequence over both lengths."""
    return 2 * LCSseq.similarity(found, wanted) / max(1, len(found) + len(wanted))


def without_numbers(lines):
    """The text without the numbers that open list items: whether they are text is a matter of taste."""
    out = []
    for line in lines.splitlines():
        parts = line.split()
        out.append(" ".join(parts[1:] if parts and NUMBER.match(parts[0]) else parts))
    return "\n".join(out)


def squeezed(text):
    return re.sub(r"\W", "", text).lower()


def headings_f1(found, wanted, optional):
    """Headings are the same where their letters are."""
    optional = {squeezed(text) for text in optional}
    found = [squeezed(text) for text in found]
    return f1([text for text in found if text not in optional], [squeezed(text) for text in wanted])
