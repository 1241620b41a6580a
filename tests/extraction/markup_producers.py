"""PDFs out of markup: Chromium and WeasyPrint from HTML, pdfLaTeX from TeX."""

import html
import subprocess

import pyphen

HEAD = "Modern slavery statement"
FOOT = "Registered in England"
HYPHENS = pyphen.Pyphen(lang="en_GB")


def run(command, cwd=None):
    """Runs a command and says all that it said where it fails."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=180)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stdout.decode(errors='replace')[-3000:]}")


def shy(text):
    """With soft hyphens wherever British English allows one (Chromium ships no dictionary of its own here)."""
    return " ".join(word if "-" in word else HYPHENS.inserted(word, "\u00ad") for word in text.split(" "))


def page_html(blocks, kind, engine):
    wide = {"columns": "@page{margin:18mm}", "hyphens": "@page{margin:20mm 55mm}"}.get(kind, "@page{margin:22mm}")
    css = [wide, "body{font:11pt/1.4 'Liberation Serif',serif;margin:0}", "h1{font-size:19pt}h2{font-size:14pt}h3{font-size:12pt}",
           "table{border-collapse:collapse;width:100%;margin:8pt 0}td{padding:3pt 6pt;vertical-align:top;text-align:left}"]
    if kind == "ruled":
        css.append("td{border:0.7pt solid #444}")
    if kind == "columns":
        css.append(".body{column-count:2;column-gap:8mm;font-size:9.5pt;text-align:justify}h1{column-span:all}")
    if kind == "hyphens":
        css.append("p{text-align:justify;hyphens:" + ("manual" if engine == "chromium" else "auto") + "}")
    if kind == "spaced":
        css.append("h1,h2{letter-spacing:0.28em;text-transform:uppercase}")
    if kind == "box":
        css.append(".box{float:right;width:34%;border:1pt solid #333;background:#eef;padding:6pt;margin:0 0 8pt 12pt;font-size:9pt}")
    if kind == "footnotes":
        css.append(".note{float:footnote;font-size:8.5pt}")
    if kind == "heads":
        css.append(f'@page{{@top-left{{content:"{HEAD}";font-size:8pt}}@bottom-left{{content:"{FOOT}";font-size:8pt}}'
                   '@bottom-right{content:"Page " counter(page) " of " counter(pages);font-size:8pt}}')
    write = (lambda text: html.escape(shy(text))) if kind == "hyphens" and engine == "chromium" else html.escape
    out = []
    for block in blocks:
        if block[0] == "h":
            out.append(f"<h{block[1]}>{html.escape(block[2])}</h{block[1]}>")
        elif block[0] == "p":
            note = f'<span class="note">{html.escape(block[2])}</span>' if block[2] else ""
            out.append(f"<p>{write(block[1])}{note}</p>")
        elif block[0] == "li":
            name = "ol" if block[2] else "ul"
            out.append(f"<{name}>" + "".join(f"<li>{html.escape(item)}</li>" for item in block[1]) + f"</{name}>")
        elif block[0] == "table":
            rows = ["<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in block[1]]
            out.append("<table>" + "".join(rows) + "</table>")
        elif block[0] == "box":
            # A floating box stands beside the paragraph after it, so it is written before that one.
            out.append(f'<div class="box"><b>{html.escape(block[1][0])}</b><p>{html.escape(block[1][1])}</p></div>')
    return (f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{HEAD}</title><style>{"".join(css)}</style></head>'
            f'<body><div class="body">{"".join(out)}</div></body></html>')


def chromium(blocks, kind, target):
    page = target.with_suffix(".html")
    page.write_text(page_html(blocks, kind, "chromium"), encoding="utf-8")
    run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-pdf-header-footer",
         f"--user-data-dir={target.parent / 'chromium-profile'}", f"--print-to-pdf={target}", page.as_uri()])


def weasyprint(blocks, kind, target):
    import weasyprint as library

    library.HTML(string=page_html(blocks, kind, "weasyprint")).write_pdf(str(target))


def tex(text):
    signs = {"%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_"}
    return "".join(signs.get(sign, sign) for sign in text)


def page_tex(blocks, kind):
    options = "twocolumn,10pt" if kind == "columns" else "11pt"
    width = r"\usepackage[a4paper,hmargin=55mm,vmargin=25mm]{geometry}" if kind == "hyphens" else r"\usepackage[a4paper,margin=25mm]{geometry}"
    head = [rf"\documentclass[a4paper,{options}]{{article}}", r"\usepackage[T1]{fontenc}", r"\usepackage{lmodern}", width,
            r"\setcounter{secnumdepth}{0}"]
    if kind == "heads":
        head += [r"\usepackage{fancyhdr}\pagestyle{fancy}\fancyhf{}", rf"\lhead{{{HEAD}}}\lfoot{{{FOOT}}}\rfoot{{Page \thepage}}"]
    else:
        head.append(r"\pagestyle{empty}")
    if kind == "spaced":
        head.append(r"\usepackage{microtype}\newcommand{\wide}[1]{\textls[280]{\MakeUppercase{#1}}}")
    else:
        head.append(r"\newcommand{\wide}[1]{#1}")
    levels = {1: r"\section*{\LARGE \wide{%s}}", 2: r"\section{\wide{%s}}", 3: r"\subsection{%s}"}
    out = []
    for block in blocks:
        if block[0] == "h":
            out.append(levels[block[1]] % tex(block[2]))
        elif block[0] == "p":
            out.append(tex(block[1]) + (rf"\footnote{{{tex(block[2])}}}" if block[2] else ""))
        elif block[0] == "li":
            name = "enumerate" if block[2] else "itemize"
            out.append(rf"\begin{{{name}}}" + "\n".join(r"\item " + tex(item) for item in block[1]) + rf"\end{{{name}}}")
        elif block[0] == "table":
            bar, line = ("|", r"\hline") if block[2] else ("", "")
            columns = bar + bar.join(["p{22mm}", "p{25mm}", "p{12mm}", "p{70mm}"]) + bar
            rows = "".join(" & ".join(map(tex, row)) + rf" \\ {line}" + "\n" for row in block[1])
            out.append(rf"\begin{{center}}\begin{{tabular}}{{{columns}}}{line} {rows}\end{{tabular}}\end{{center}}")
        elif block[0] == "box":
            title, text = map(tex, block[1])
            out.append(rf"\begin{{center}}\fbox{{\begin{{minipage}}{{0.5\textwidth}}\textbf{{{title}}}\par {text}\end{{minipage}}}}\end{{center}}")
    return "\n".join(head) + "\n\\begin{document}\n" + "\n\n".join(out) + "\n\\end{document}\n"


def latex(blocks, kind, target):
    source = target.with_suffix(".tex")
    source.write_text(page_tex(blocks, kind), encoding="utf-8")
    run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", source.name], cwd=target.parent)
