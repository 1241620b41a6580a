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
    count = 3 if "three" in kind else 2 if "columns" in kind else 1
    wide = "@page{margin:18mm}" if count > 1 else "@page{margin:20mm 55mm}" if "hyphens" in kind else "@page{margin:22mm}"
    css = [wide, "body{font:11pt/1.4 'Liberation Serif',serif;margin:0}", "h1{font-size:19pt}h2{font-size:14pt}h3{font-size:12pt}",
           "table{border-collapse:collapse;width:100%;margin:8pt 0}td{padding:3pt 6pt;vertical-align:top;text-align:left}"]
    if "ruled" in kind:
        css.append("td{border:0.7pt solid #444}")
    if count > 1:
        css.append(f".body{{column-count:{count};column-gap:7mm;font-size:{10.5 - count / 2}pt;text-align:justify}}h1{{column-span:all}}h2{{font-size:12pt;text-align:left}}h3{{font-size:11pt;text-align:left}}")
    if "bold" in kind:
        css.append("h2,h3{font-size:11pt;margin:8pt 0 2pt}p{margin:0;text-indent:1.5em}h2+p,h3+p{text-indent:0}")
    if "hyphens" in kind:
        css.append("p{text-align:justify;hyphens:" + ("manual" if engine == "chromium" else "auto") + "}")
    if "spaced" in kind:
        css.append("h1,h2{letter-spacing:0.28em;text-transform:uppercase}")
    if "box" in kind:
        css.append(".box{float:right;width:34%;border:1pt solid #333;background:#eef;padding:6pt;margin:0 0 8pt 12pt;font-size:9pt}")
    if "footnotes" in kind:
        css.append(".note{float:footnote;font-size:8.5pt}")
    if "heads" in kind:
        css.append(f'@page{{@top-left{{content:"{HEAD}";font-size:8pt}}@bottom-left{{content:"{FOOT}";font-size:8pt}}'
                   '@bottom-right{content:"Page " counter(page) " of " counter(pages);font-size:8pt}}')
    write = (lambda text: html.escape(shy(text))) if "hyphens" in kind and engine == "chromium" else html.escape
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
    several = kind & {"columns", "three"}
    options = "twocolumn,10pt" if "columns" in kind else "11pt"
    width = r"\usepackage[a4paper,hmargin=55mm,vmargin=25mm]{geometry}" if "hyphens" in kind and not several else r"\usepackage[a4paper,margin=25mm]{geometry}"
    head = [rf"\documentclass[a4paper,{options}]{{article}}", r"\usepackage[T1]{fontenc}", r"\usepackage{lmodern}", width,
            r"\setcounter{secnumdepth}{0}", r"\usepackage{multicol}"]
    if "heads" in kind:
        head += [r"\usepackage{fancyhdr}\pagestyle{fancy}\fancyhf{}", rf"\lhead{{{HEAD}}}\lfoot{{{FOOT}}}\rfoot{{Page \thepage}}"]
    else:
        head.append(r"\pagestyle{empty}")
    if "spaced" in kind:
        head.append(r"\usepackage{microtype}\newcommand{\wide}[1]{\textls[280]{\MakeUppercase{#1}}}")
    else:
        head.append(r"\newcommand{\wide}[1]{#1}")
    if "bold" in kind:
        # Many theses and memos: headings in the size of the text, bold and nothing else.
        head.append(r"\makeatletter\renewcommand\section{\@startsection{section}{1}{0pt}{2ex}{0.4ex}{\normalsize\bfseries}}"
                    r"\renewcommand\subsection{\@startsection{subsection}{2}{0pt}{2ex}{0.4ex}{\normalsize\bfseries}}\makeatother")
    levels = {1: r"\section*{\LARGE \wide{%s}}", 2: r"\section{\wide{%s}}", 3: r"\subsection{%s}"}
    out = []
    for block in blocks:
        if block[0] == "h":
            out.append(levels[block[1]] % tex(block[2]))
            if block[1] == 1 and "three" in kind:
                out.append(r"\begin{multicols}{3}\footnotesize")
        elif block[0] == "p":
            out.append(tex(block[1]) + (rf"\footnote{{{tex(block[2])}}}" if block[2] else ""))
        elif block[0] == "li":
            name = "enumerate" if block[2] else "itemize"
            out.append(rf"\begin{{{name}}}" + "\n".join(r"\item " + tex(item) for item in block[1]) + rf"\end{{{name}}}")
        elif block[0] == "table":
            bar, line = ("|", r"\hline") if block[2] else ("", "")
            columns = bar + bar.join(rf"p{{{share}\linewidth}}" for share in (0.15, 0.15, 0.08, 0.42)) + bar
            rows = "".join(" & ".join(map(tex, row)) + rf" \\ {line}" + "\n" for row in block[1])
            out.append(rf"\begin{{center}}\begin{{tabular}}{{{columns}}}{line} {rows}\end{{tabular}}\end{{center}}")
        elif block[0] == "box":
            title, text = map(tex, block[1])
            out.append(rf"\begin{{center}}\fbox{{\begin{{minipage}}{{0.5\textwidth}}\textbf{{{title}}}\par {text}\end{{minipage}}}}\end{{center}}")
    if "three" in kind:
        out.append(r"\end{multicols}")
    return "\n".join(head) + "\n\\begin{document}\n" + "\n\n".join(out) + "\n\\end{document}\n"


def latex(blocks, kind, target):
    source = target.with_suffix(".tex")
    source.write_text(page_tex(blocks, kind), encoding="utf-8")
    run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", source.name], cwd=target.parent)
