"""Files made worse on purpose: encrypted, without character maps, with a broken table of contents, cut off."""

import pikepdf

from markup_producers import run

PASSWORD = "harbour-7"

# How qpdf is asked for each kind of encryption; R5 is the short-lived one of Acrobat 9.
ENCRYPTIONS = {
    "rc4-40": ["--allow-weak-crypto"] + ["--encrypt", "{user}", "owner", "40", "--"],
    "rc4-128": ["--allow-weak-crypto"] + ["--encrypt", "{user}", "owner", "128", "--use-aes=n", "--"],
    "aes-128": ["--allow-weak-crypto"] + ["--encrypt", "{user}", "owner", "128", "--use-aes=y", "--"],
    "aes-256-r5": ["--allow-weak-crypto"] + ["--encrypt", "{user}", "owner", "256", "--force-R5", "--"],
    "aes-256": ["--encrypt", "{user}", "owner", "256", "--"],
}


def encrypted(source, target, kind, password):
    run(["qpdf", *(part.format(user=password) for part in ENCRYPTIONS[kind]), str(source), str(target)])


def without_character_maps(source, target):
    """Every font loses its ToUnicode map; what remains are encodings, glyph names and the fonts' own tables."""
    with pikepdf.open(source) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/ToUnicode" in thing:
                del thing["/ToUnicode"]
        pdf.save(target)


def with_broken_table(source, target):
    """The cross-reference table or stream is no longer where the file says, nor of use where it is."""
    data = source.read_bytes()
    at = data.rfind(b"startxref")
    broken = data[:at].replace(b"\nxref\n", b"\nxxxx\n") + b"startxref\n7\n%%EOF\n"
    target.write_bytes(broken)


def cut_off(source, target, share):
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
