"""Fictional statements with known text: seeded, so that every run makes the same words.

A document is a list of blocks, each a tuple:
("h", level, text), ("p", text, note or None), ("li", [text, ...], ordered), ("table", [[cell, ...], ...], ruled),
("box", [text, ...]). No company, number or sentence in here is taken from anywhere.
"""

import random

WHO = ["The company", "Our buying team", "The board", "Each site manager", "The supply chain office", "Our auditor",
       "The works council", "Every buyer", "The modern slavery working group", "An independent assessor"]
DID = ["reviewed", "visited", "trained", "questioned", "assessed", "interviewed", "followed up", "mapped", "audited", "met"]
WHOM = ["forty-one suppliers", "the packing halls", "all agency workers", "nine laundries", "the third-party drivers",
        "its cotton mills", "the cleaning contractors", "twelve tier-two makers", "the seafood processors", "the fitters"]
HOW = ["in person", "through a questionnaire about wages and hours", "with an interpreter", "without notice",
       "against the Fair Work Policy", "by means of a self-assessment", "together with a local charity",
       "with particular attention to recruitment fees", "using the responsible procurement checklist"]
WHEN = ["during the financial year", "between May and August", "before any contract was renewed", "in the second half of the year",
        "after the annual management review", "within thirty days", "ahead of the peak season"]
FOUND = ["found that 17 people had paid fees to an agency", "recorded no sign of forced labour",
         "agreed a corrective action plan for three factories", "repaid GBP 4,250 to eleven workers",
         "asked for evidence of right-to-work checks", "noted that passports were kept by their owners",
         "saw that overtime was voluntary and paid", "raised two cases with the safeguarding helpline",
         "ended the use of an unlicensed labour provider", "published the results on the supplier portal"]
WHY = ["because accommodation is often tied to employment", "since seasonal demand raises the risk of exploitation",
       "although the office staff is employed directly", "where subcontracting is common",
       "as the sector depends on international migration", "so that responsibility stays with management"]
HEADS = ["Our structure and business", "Where our goods come from", "Policies on forced labour", "How we check suppliers",
         "Identifying the risk of exploitation", "What we found this year", "Training for buyers and managers",
         "Measuring whether our steps work", "Remediation and grievance channels", "Consultation across the group",
         "Plans for the coming year", "Governance and accountability", "Recruitment of migrant workers"]
LONGER = ["how we expect our suppliers and their labour providers to follow them in practice",
          "the reasons why we have chosen to look at these parts of the business first this year"]
SHORT = ["Cotton", "Seafood", "Cleaning", "Logistics", "Security", "Packaging", "Catering", "Workwear", "Fit-out", "Tea"]
PLACES = ["Portugal", "Vietnam", "Morocco", "Poland", "Turkey", "Kenya", "Romania", "India"]
NAMES = ["Tamsin Holloway", "Idris Penhale", "Marit Oakes", "Owen Trelawny", "Salma Whitcombe", "Bram Ludgate"]


class Writer:
    """Writes sentences, paragraphs and whole documents from one seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def sentence(self):
        pick = self.random.choice
        parts = [pick(WHO), pick(DID), pick(WHOM), pick(HOW)]
        if self.random.random() < 0.6:
            parts.append(pick(WHEN))
        if self.random.random() < 0.6:
            parts.append("and " + pick(FOUND))
        if self.random.random() < 0.4:
            parts[-1] += ","
            parts.append(pick(WHY))
        return " ".join(parts) + "."

    def paragraph(self, least=3, most=6):
        return " ".join(self.sentence() for _ in range(self.random.randint(least, most)))

    def headings(self, count):
        return self.random.sample(HEADS, count)

    def item(self):
        pick = self.random.choice
        return f"{pick(WHOM)} {pick(HOW)}" + self.random.choice(["", " " + pick(WHEN)])

    def rows(self, count, wide):
        pick = self.random.choice
        head = ["Area", "Country", "Sites", "What we did" if wide else "Result"]
        rows = [head]
        for place in range(count):
            last = f"{pick(DID).capitalize()} {pick(WHOM)} {pick(HOW)}" if wide else f"{self.random.randint(2, 98)}%"
            rows.append([SHORT[place % len(SHORT)], pick(PLACES), str(self.random.randint(1, 60)), last])
        return rows

    def note(self):
        pick = self.random.choice
        return f"Here {pick(WHOM)} means those with whom the group spent more than {self.random.randint(2, 90)},000 pounds."


def document(kind, seed, sections=5):
    """The blocks of a document with these traits."""
    writer = Writer(f"{'+'.join(sorted(kind))}/{seed}")
    blocks = [("h", 1, f"Modern slavery statement of {writer.random.choice(NAMES).split()[1]} Holdings {2020 + writer.random.randint(1, 6)}")]
    for place, head in enumerate(writer.headings(sections)):
        if "long" in kind and place % 2 == 0:
            head = head + " and " + writer.random.choice(LONGER)
        blocks.append(("h", 2, f"{place + 1}. {head}" if "numbered" in kind else head))
        for number in range(writer.random.randint(2, 4)):
            note = writer.note() if "footnotes" in kind and number == 0 else None
            blocks.append(("p", writer.paragraph(), note))
        if "lists" in kind:
            blocks.append(("p", "We asked of each site that it shows us:", None))
            blocks.append(("li", [writer.item() for _ in range(writer.random.randint(3, 6))], place % 2 == 1))
            blocks.append(("p", writer.paragraph(2, 3), None))
        if kind & {"ruled", "unruled"} and place % 2 == 0:
            blocks.append(("table", writer.rows(writer.random.randint(4, 7), place % 4 == 0), "ruled" in kind))
            blocks.append(("p", writer.paragraph(2, 3), None))
        if "box" in kind:
            blocks.append(("box", [writer.random.choice(["In brief", "In figures", "A case"]), writer.paragraph(2, 2)]))
            blocks.append(("p", writer.paragraph(2, 4), None))
        if place == 1:
            prefix = f"{place + 1}.1 " if "numbered" in kind else ""
            blocks.append(("h", 3, prefix + writer.random.choice(["Questions that we ask", "Who answers for it", "Limits of this work"])))
            blocks.append(("p", writer.paragraph(), None))
    blocks.append(("p", f"{writer.random.choice(NAMES)} signed this statement for the board on 14 May 2025.", None))
    return blocks


def truth(blocks, shift=0):
    """The text of the blocks in reading order, one string a block, and the headings among them.

    Where a box is read is a matter of taste, from just before the text beside it to just after: `shift` puts each
    that many blocks later.
    """
    texts, headings, waiting = [], [], []
    for block in blocks:
        if block[0] == "box":
            waiting.append([shift, block[1]])
        else:
            texts.extend(texts_of(block))
        if block[0] == "h":
            headings.append(block[2])
        for box in waiting:
            if box[0] == 0:
                texts.extend(box[1])
            box[0] -= 1
        waiting = [box for box in waiting if box[0] >= 0]
    texts.extend(text for box in waiting for text in box[1])
    return texts, headings


def texts_of(block):
    if block[0] == "h":
        return [block[2]]
    if block[0] == "p":
        return [text for text in block[1:] if text]
    if block[0] == "li":
        return block[1]
    return [" ".join(row) for row in block[1]]


def optional_headings(blocks):
    """Texts that may come out as headings or not: the titles of boxes."""
    return [block[1][0] for block in blocks if block[0] == "box"]
