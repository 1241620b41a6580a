"""PDFs out of an office program and out of a drawing library: LibreOffice from ODT, Word's DOCX through it, ReportLab."""

import io
import zipfile
from xml.sax.saxutils import escape

from markup_producers import FOOT
from markup_producers import HEAD
from markup_producers import run

NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"' for name, path in [
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("fo", "xsl-fo-compatible"),
    ("svg", "svg-compatible")])


def to_pdf(sources, folder):
    """Converts many files in one start of the program."""
    run(["soffice", f"-env:UserInstallation=file://{folder}/office-profile", "--headless", "--convert-to", "pdf", "--outdir", str(folder),
         *map(str, sources)])


def odt(blocks, kind):
    """A flat ODT file."""
    count = 3 if "three" in kind else 2 if "columns" in kind else 1
    size, margin = (f"{10.5 - count / 2}pt", "1.8cm") if count > 1 else ("11pt", "5.5cm" if "hyphens" in kind else "2.3cm")
    wide = 'fo:letter-spacing="0.11cm" fo:text-transform="uppercase"' if "spaced" in kind else ""
    hyphens = 'fo:hyphenate="true"' if "hyphens" in kind else ""
    justify = 'fo:text-align="justify"' if kind & {"hyphens", "columns"} else ""

    def style(name, family, parent, properties):
        return f'<style:style style:name="{name}" style:family="{family}" {parent}>{properties}</style:style>'

    fonts = 'style:font-name="Liberation Serif" fo:font-family="Liberation Serif" fo:language="en" fo:country="GB"'
    styles = [style("Body", "paragraph", "", f'<style:paragraph-properties fo:margin-bottom="0.25cm" {justify}/><style:text-properties fo:font-size="{size}" {fonts} {hyphens}/>')]
    for level, height in ((1, 19), (2, 11 if "bold" in kind else 14 - count), (3, 11 if "bold" in kind else 12.5 - count / 2)):
        spread = wide if level < 3 else ""
        styles.append(style(f"H{level}", "paragraph", "", f'<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"/><style:text-properties fo:font-size="{height}pt" fo:font-weight="bold" {fonts} {spread}/>'))
    edge = 'fo:border="0.02cm solid #333333"' if "ruled" in kind else ""
    automatic = [
        style("Cell", "table-cell", "", f'<style:table-cell-properties fo:padding="0.1cm" {edge}/>'),
        *(style(f"W{place}", "table-column", "", f'<style:table-column-properties style:column-width="{width / count}cm"/>') for place, width in enumerate((3, 3, 2, 8))),
        style("Two", "section", "", '<style:section-properties><style:columns fo:column-count="' + str(count) + '" fo:column-gap="0.8cm">' + '<style:column style:rel-width="1*"/>' * count + '</style:columns></style:section-properties>'),
        style("Box", "graphic", "", '<style:graphic-properties fo:border="0.03cm solid #333333" fo:padding="0.2cm" style:wrap="parallel" style:horizontal-pos="right" style:horizontal-rel="paragraph" style:vertical-pos="top" style:vertical-rel="paragraph" fo:margin-left="0.4cm" fo:margin-bottom="0.3cm"/>'),
        '<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:space-before="0.5cm" text:min-label-width="0.5cm"/></text:list-level-style-bullet></text:list-style>',
        '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties text:space-before="0.5cm" text:min-label-width="0.6cm"/></text:list-level-style-number></text:list-style>',
        f'<style:page-layout style:name="Paper"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-left="{margin}" fo:margin-right="{margin}" fo:margin-top="2cm" fo:margin-bottom="2cm"/><style:header-style/><style:footer-style/></style:page-layout>',
    ]
    edges = ""
    if "heads" in kind:
        edges = (f'<style:header><text:p text:style-name="Body">{HEAD}</text:p></style:header><style:footer><text:p text:style-name="Body">{FOOT} · '
                 "<text:page-number>1</text:page-number> / <text:page-count>1</text:page-count></text:p></style:footer>")
    out, notes, box = [], 0, ""
    for block in blocks:
        if block[0] == "h":
            out.append(f'<text:h text:style-name="H{block[1]}" text:outline-level="{block[1]}">{escape(block[2])}</text:h>')
            if count > 1 and block[1] == 1:
                out.append('<text:section text:style-name="Two" text:name="S">')
        elif block[0] == "p":
            note = ""
            if block[2]:
                notes += 1
                note = (f'<text:note text:note-class="footnote"><text:note-citation>{notes}</text:note-citation><text:note-body>'
                        f'<text:p text:style-name="Body">{escape(block[2])}</text:p></text:note-body></text:note>')
            out.append(f'<text:p text:style-name="Body">{box}{escape(block[1])}{note}</text:p>')
            box = ""
        elif block[0] == "li":
            items = "".join(f'<text:list-item><text:p text:style-name="Body">{escape(item)}</text:p></text:list-item>' for item in block[1])
            out.append(f'<text:list text:style-name="{"Numbers" if block[2] else "Dots"}">{items}</text:list>')
        elif block[0] == "table":
            columns = "".join(f'<table:table-column table:style-name="W{place}"/>' for place in range(4))
            rows = "".join("<table:table-row>" + "".join(f'<table:table-cell table:style-name="Cell" office:value-type="string"><text:p text:style-name="Body">{escape(cell)}</text:p></table:table-cell>' for cell in row) + "</table:table-row>" for row in block[1])
            out.append(f'<table:table table:name="T{len(out)}">{columns}{rows}</table:table>')
        elif block[0] == "box":
            box = (f'<draw:frame draw:style-name="Box" text:anchor-type="paragraph" svg:width="5.5cm"><draw:text-box fo:min-height="2cm"><text:p text:style-name="H3">{escape(block[1][0])}</text:p>'
                   f'<text:p text:style-name="Body">{escape(block[1][1])}</text:p></draw:text-box></draw:frame>')
    if count > 1:
        out.append("</text:section>")
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">'
            f'<office:styles>{"".join(styles)}</office:styles><office:automatic-styles>{"".join(automatic)}</office:automatic-styles>'
            f'<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Paper">{edges}</style:master-page></office:master-styles>'
            f'<office:body><office:text>{"".join(out)}</office:text></office:body></office:document>')


def docx(blocks, kind, target):
    """A DOCX file as Word writes them: styles for headings, fields, frames, real footnotes."""
    from docx import Document
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm
    from docx.shared import Pt

    def element(name, **attributes):
        made = OxmlElement(f"w:{name}")
        for key, value in attributes.items():
            made.set(qn(f"w:{key}"), str(value))
        return made

    document = Document()
    document.styles["Normal"].font.name = "Liberation Sans"
    document.styles["Normal"].font.size = Pt(8.5 if "three" in kind else 9.5 if "columns" in kind else 10.5)
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(18 if kind & {"columns", "three"} else 55 if "hyphens" in kind else 24)
    if kind & {"columns", "three"}:
        section._sectPr.append(element("cols", num=3 if "three" in kind else 2, space=500))
    if "hyphens" in kind:
        document.settings.element.append(element("autoHyphenation", val="true"))
        document.styles["Normal"].element.get_or_add_rPr().append(element("lang", val="en-GB"))
    if "heads" in kind:
        section.header.paragraphs[0].text = HEAD
        foot = section.footer.paragraphs[0]
        foot.add_run(f"{FOOT}, page ")
        field = element("fldSimple", instr="PAGE")
        foot._p.append(field)
    notes = []
    for block in blocks:
        if block[0] == "h":
            heading = document.add_heading(level=block[1])
            if "bold" in kind and block[1] > 1:
                heading.style = document.styles["Normal"]
            text = heading.add_run(block[2].upper() if "spaced" in kind and block[1] < 3 else block[2])
            text.bold = True
            if "spaced" in kind and block[1] < 3:
                text._r.get_or_add_rPr().append(element("spacing", val=64))
        elif block[0] == "p":
            paragraph = document.add_paragraph(block[1])
            if block[2]:
                notes.append(block[2])
                mark = paragraph.add_run()
                mark.font.superscript = True
                mark._r.append(element("footnoteReference", id=len(notes) + 1))
        elif block[0] == "li":
            for item in block[1]:
                document.add_paragraph(item, style="List Number" if block[2] else "List Bullet")
        elif block[0] == "table":
            table = document.add_table(len(block[1]), 4)
            if block[2]:
                table.style = "Table Grid"
            room = 160 / (3 if "three" in kind else 2 if "columns" in kind else 1)
            for column, share in zip(table.columns, (0.2, 0.2, 0.15, 0.45)):
                column.width = Mm(room * share)
            for row, cells in zip(table.rows, block[1]):
                for cell, text, share in zip(row.cells, cells, (0.2, 0.2, 0.15, 0.45)):
                    cell.text, cell.width = text, Mm(room * share)
        elif block[0] == "box":
            for place, text in enumerate(block[1]):
                paragraph = document.add_paragraph()
                paragraph.add_run(text).bold = place == 0
                frame = element("framePr", w=3000, hSpace=200, vSpace=100, wrap="around", vAnchor="text", hAnchor="margin", xAlign="right")
                paragraph._p.get_or_add_pPr().append(frame)
    buffer = io.BytesIO()
    document.save(buffer)
    with_notes(buffer, notes, target)


def with_notes(buffer, notes, target):
    """Adds the part that holds the footnotes, which the library does not write."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="17"/></w:rPr><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
                   for number, text in enumerate(notes, 2))
    part = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {space}><w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>{body}</w:footnotes>'
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if notes and name == "[Content_Types].xml":
                data = data.replace(b"</Types>", b'<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/></Types>')
            if notes and name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", b'<Relationship Id="rIdNotes" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>')
            new.writestr(name, data)
        if notes:
            new.writestr("word/footnotes.xml", part)


def reportlab(blocks, kind, target):
    from reportlab.lib import colors
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import BaseDocTemplate
    from reportlab.platypus import Frame
    from reportlab.platypus import ListFlowable
    from reportlab.platypus import ListItem
    from reportlab.platypus import PageTemplate
    from reportlab.platypus import Paragraph
    from reportlab.platypus import Table
    from reportlab.platypus import TableStyle

    width, height = A4
    count = 3 if "three" in kind else 2 if "columns" in kind else 1
    margin = (55 if "hyphens" in kind and count == 1 else 20) * mm
    if count > 1:
        column = (width - 2 * margin - (count - 1) * 7 * mm) / count
        frames = [Frame(margin + place * (column + 7 * mm), margin, column, height - 2 * margin, 0, 0, 0, 0) for place in range(count)]
    else:
        frames = [Frame(margin, margin, width - 2 * margin, height - 2 * margin)]

    def furniture(canvas, document):
        if "heads" in kind:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(margin, height - 12 * mm, HEAD)
            canvas.drawRightString(width - margin, 10 * mm, f"{FOOT} | {document.page}")

    body = ParagraphStyle("body", fontName="Helvetica", fontSize=8.5 if count == 3 else 9 if count == 2 else 10.5, leading=12 if count > 1 else 14,
                          spaceAfter=7, alignment=4 if kind & {"hyphens", "columns"} else 0)
    if "bold" in kind:
        body.spaceAfter, body.firstLineIndent = 0, 14
    if "hyphens" in kind:
        body.hyphenationLang, body.embeddedHyphenation, body.uriWasteReduce = "en_GB", 1, 0
    small = ParagraphStyle("small", parent=body, fontSize=9, leading=12)
    heads = {level: ParagraphStyle(f"h{level}", fontName="Helvetica-Bold", fontSize=size, leading=size * 1.25, spaceBefore=9, spaceAfter=5)
             for level, size in ((1, 18 if count < 3 else 13), (2, 10.5 if "bold" in kind else 14.5 - count), (3, 10.5 if "bold" in kind else 11.5 - count / 2))}
    story = []
    for block in blocks:
        if block[0] == "h":
            text = escape(block[2])
            if "spaced" in kind and block[1] < 3:
                # Letters set one by one, three no-break spaces between words: how drawing programs fake it.
                text = "\u00a0\u00a0\u00a0".join("\u00a0".join(word) for word in text.upper().split(" "))
                text = text.replace("\u00a0\u00a0\u00a0", "\u00a0\u00a0 ")
            story.append(Paragraph(text, heads[block[1]]))
        elif block[0] == "p":
            story.append(Paragraph(escape(block[1]), body))
        elif block[0] == "li":
            story.append(ListFlowable([ListItem(Paragraph(escape(item), body)) for item in block[1]], bulletType="1" if block[2] else "bullet", start=None if block[2] else "•", bulletFormat="%s." if block[2] else None))
        elif block[0] == "table":
            table = Table([[Paragraph(escape(cell), small) for cell in row] for row in block[1]], [share * mm / count for share in (30, 30, 20, 80)])
            table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")] + ([("GRID", (0, 0), (-1, -1), 0.6, colors.black)] if block[2] else [])))
            story.append(table)
        elif block[0] == "box":
            # The box and the paragraph that it stands beside.
            box = Table([[Paragraph(f"<b>{escape(block[1][0])}</b>", small)], [Paragraph(escape(block[1][1]), small)]], [52 * mm])
            box.setStyle(TableStyle([("BOX", (0, 0), (-1, -1), 0.8, colors.black)]))
            story.append(box)
    for place in range(len(story) - 2, -1, -1):
        if "box" in kind and isinstance(story[place], Table):
            beside = Table([[story[place + 1], story[place]]], [112 * mm, 56 * mm])
            beside.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, 0), 0)]))
            story[place : place + 2] = [beside]
    template = BaseDocTemplate(str(target), pagesize=A4, title=HEAD)
    template.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
    template.build(story)
