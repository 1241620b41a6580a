"""Makes company pages with known main text: the same fictional statements in the clothes of many site builders.

Every page is a pair: HTML, and the text a careful reader would copy out of it (title, headings, paragraphs, items,
table rows, signature). Companies, people and numbers are invented; the seed fixes everything.

Usage: python html_pages.py FOLDER writes NAME.html and NAME.txt.
"""
import html
import random
import sys
from pathlib import Path

SEEDS = range(1, 6)

NAMES = ["Tarrowby", "Quenwick", "Hollisdene", "Marrowfield", "Pellinore", "Ostrava Lane", "Brackenholt", "Fenmarsh",
         "Cordwain", "Silverdyke", "Lanternhithe", "Wexcombe", "Dunrossie", "Ambleforth", "Kittering", "Saltergate"]
TRADES = ["Foods Limited", "Interiors Ltd", "Logistics plc", "Apparel Limited", "Care Group Ltd", "Engineering plc",
          "Hotels Limited", "Instruments Ltd", "Housing Association", "Retail Group plc"]
PLACES = ["Leeds", "Tamil Nadu", "Latvia", "Izmir", "Vietnam", "Lincolnshire", "Penang", "Porto", "Gdansk", "Kent"]
PEOPLE = ["Maren Oakes", "Idris Vale", "Tomasz Helm", "Anneke Rudd", "Peter Quill", "Sunita Marsh", "Owen Thackray"]
ROLES = ["Chief Executive", "Managing Director", "Chair of the Board", "Company Secretary", "Director"]
GOODS = ["timber", "cotton shirts", "frozen prawns", "steel brackets", "cleaning services", "laundry", "packaging"]

SECTIONS = {
    "About our business": [
        "{co} employs {n} people at {m} sites, most of them in {place}.",
        "We buy {goods} and {goods2} from {m2} suppliers in {place} and {place2}.",
        "Our turnover in the year to {date} was £{m} million.",
        "The group is owned by its founders and has no parent company.",
    ],
    "Our policies": [
        "Our Fair Work Policy says that no worker pays a fee for a job, and that everyone keeps their own passport.",
        "The policy was last reviewed in {month} and applies to every supplier of {goods}.",
        "Anyone can report a concern to the helpline, which is run by an outside firm and open day and night.",
        "We have a supplier code, and {n} suppliers had signed it by the end of the year.",
    ],
    "Where the risks are": [
        "We see the greatest risk in {goods} from {place}, where agents charge workers for their travel.",
        "Agency labour at our site in {place2} is the second.",
        "We mapped {m} suppliers of {goods2} to the second tier and found {m2} sites that we had not known of.",
        "No instance of forced labour was found in the year, although {m2} complaints about wages were upheld.",
    ],
    "Due diligence": [
        "We visited {m2} suppliers in {place} and spoke with {n} workers in private and in their own language.",
        "Two agencies were refused because they could not show who pays for recruitment.",
        "Every new supplier answers {m} questions on hours, wages and housing before the first order is placed.",
        "Where an audit finds a breach, the supplier has ninety days to mend it; {m2} did so this year.",
    ],
    "Training": [
        "In {month} we trained {n} buyers and managers, and each of them passed the test at the end.",
        "Staff on night shifts were shown how to spot the signs of debt bondage.",
        "The course is repeated every two years and will be offered to suppliers from {month}.",
    ],
    "How we measure progress": [
        "We count audits, complaints and days of training, and report them to the board each quarter.",
        "Complaints rose from {m2} to {m}, which we read as a sign that the helpline is trusted.",
        "Next year we shall publish the share of suppliers that have repaid recruitment fees.",
    ],
}
NEWS = ["{co} opens its new depot in {place}", "Award for our apprentices", "Half-year results published",
        "How we cut waste at our site in {place}", "Meet the team behind our {goods}"]
TEASERS = ["The new building has room for {n} colleagues and was opened by the mayor last week.",
           "Our apprentices were named the best in the county for the third year in a row.",
           "Sales rose by {m2} per cent in the first half, and the order book is full.",
           "By mending machines rather than replacing them we saved {m} tonnes of waste this year."]
COOKIES = ["We use cookies to make our site work, to measure visits and to show you offers. You can accept all cookies or choose your own settings.",
           "This website uses cookies. By continuing to browse you agree to our use of cookies, as set out in our cookie policy.",
           "We and our {m} partners store information on a device, such as cookies, and process personal data."]
LEGAL = ["{co} is registered in England and Wales. Registered office: {m} Mill Lane, {place}.",
         "Calls cost no more than calls to ordinary numbers and may be recorded for training.",
         "Offers are subject to availability and may be withdrawn at any time. Pictures are for illustration only.",
         "We are committed to fair prices and friendly service in every one of our {m} stores.",
         "Finance is provided by a panel of lenders, subject to status, to people over eighteen."]
MENU = ["Home", "About us", "Products", "Careers", "Investors", "Training", "Sustainability", "News", "Contact"]


class Story:
    """One company's statement, as a list of (kind, text) in reading order."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        d = self.dice
        self.words = {
            "co": f"{d.choice(NAMES)} {d.choice(TRADES)}", "n": d.randint(40, 900), "m": d.randint(12, 60),
            "m2": d.randint(2, 9), "place": "", "place2": "", "goods": "", "goods2": "",
            "month": d.choice(["March", "May", "June", "October"]), "date": f"{d.randint(28, 31)} {d.choice(['March', 'December'])} {d.randint(2022, 2025)}",
        }
        self.words["place"], self.words["place2"] = d.sample(PLACES, 2)
        self.words["goods"], self.words["goods2"] = d.sample(GOODS, 2)
        self.company = self.words["co"]
        self.title = d.choice(["Modern slavery statement", "Modern Slavery and Human Trafficking Statement {y}",
                               "Our statement on modern slavery", "Slavery and human trafficking statement"]).format(y=self.words["date"][-4:])
        self.intro = self.say("This statement is made under section 54 of the Modern Slavery Act 2015 and covers the financial year of {co} to {date}.")
        names = list(SECTIONS)
        count = d.choice([2, 3, 4, 6])
        self.sections = []
        for name in sorted(d.sample(names, count), key=names.index):
            sentences = [self.say(s) for s in SECTIONS[name]]
            cut = d.randint(1, len(sentences))
            blocks = [("p", " ".join(sentences[:cut]))]
            rest = sentences[cut:]
            if rest and d.random() < .5:
                blocks.append(("ul", rest))
            elif rest:
                blocks.append(("p", " ".join(rest)))
            if name == "How we measure progress":
                blocks.append(("table", [["Measure", "2024", "2025"], ["Audits", str(d.randint(3, 20)), str(d.randint(3, 20))],
                                         ["People trained", str(d.randint(50, 90)) + "%", str(d.randint(60, 99)) + "%"]]))
            self.sections.append((name, blocks))
        who, role = d.choice(PEOPLE), d.choice(ROLES)
        self.signature = [self.say("This statement was approved by the board of {co} on {date}."), who, role]

    def say(self, text):
        return text.format(**self.words)

    def truth(self):
        lines = [self.title, self.intro]
        for name, blocks in self.sections:
            lines.append(name)
            for kind, content in blocks:
                if kind == "p":
                    lines.append(content)
                elif kind == "ul":
                    lines += content
                else:
                    lines += [" | ".join(row) for row in content]
        return "\n\n".join(lines + self.signature) + "\n"

    # Furniture ----------------------------------------------------------------------------------------------

    def menu(self, tag="ul", item="li"):
        rows = "".join(f'<{item}><a href="/{w.lower().replace(" ", "-")}">{w}</a></{item}>' for w in MENU)
        return f"<{tag}>{rows}</{tag}>"

    def cookies(self):
        return e(self.say(self.dice.choice(COOKIES)))

    def news(self, count=3):
        picked = self.dice.sample(range(len(TEASERS)), count)
        return [(e(self.say(NEWS[i])), e(self.say(TEASERS[i]))) for i in picked]

    def legal(self, count):
        return [e(self.say(text)) for text in self.dice.sample(LEGAL, count)]


def e(text):
    return html.escape(text, quote=False)


def body(story, h="h2", wrap=lambda inner: inner):
    """The plain rendering: headings, paragraphs, lists and tables."""
    parts = [f"<h1>{e(story.title)}</h1>" if h != "h1" else "", f"<p>{e(story.intro)}</p>"]
    for name, blocks in story.sections:
        parts.append(wrap(f"<{h}>{e(name)}</{h}>" + blocks_html(blocks)))
    parts.append(signature(story))
    return "".join(parts)


def blocks_html(blocks, p="p"):
    out = []
    for kind, content in blocks:
        if kind == "p":
            out.append(f"<{p}>{e(content)}</{p}>")
        elif kind == "ul":
            out.append("<ul>" + "".join(f"<li>{e(item)}</li>" for item in content) + "</ul>")
        else:
            rows = "".join("<tr>" + "".join(f"<td>{e(cell)}</td>" for cell in row) + "</tr>" for row in content)
            out.append(f"<table>{rows}</table>")
    return "\n".join(out)


def signature(story, tag="p"):
    return "".join(f"<{tag}>{e(line)}</{tag}>" for line in story.signature)


def page(story, inner, head="", attributes=""):
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{e(story.title)} | {e(story.company)}</title>{head}'
            f"</head>\n<body{attributes}>\n{inner}\n</body></html>\n")


# Layouts ----------------------------------------------------------------------------------------------------


def semantic(s):
    legal = "".join(f"<p>{t}</p>" for t in s.legal(2))
    return page(s, f"<header><nav>{s.menu()}</nav></header><main>{body(s)}</main><footer>{s.menu()}{legal}<p>© 2025 {e(s.company)}</p></footer>")


def blog_theme(s):
    recent = "".join(f'<li><a href="/n">{t}</a></li>' for t, _ in s.news())
    widgets = f'<aside id="secondary" class="widget-area"><section class="widget widget_search"><form><input type="search"><button>Search</button></form></section><section class="widget"><h2 class="widget-title">Recent posts</h2><ul>{recent}</ul></section><section class="widget"><h2 class="widget-title">Archives</h2><ul><li><a href="/a">May 2025</a></li><li><a href="/b">April 2025</a></li></ul></section></aside>'
    comments = '<div id="comments" class="comments-area"><h2>Leave a reply</h2><form><p>Your email address will not be published. Required fields are marked.</p><textarea></textarea><input type="submit" value="Post comment"></form></div>'
    return page(s, f'<div id="page" class="site"><a class="skip-link" href="#content">Skip to content</a><header id="masthead" class="site-header"><div class="site-branding"><p class="site-title"><a href="/">{e(s.company)}</a></p></div><nav id="site-navigation">{s.menu()}</nav></header><div id="content" class="site-content"><main class="site-main"><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{e(s.title)}</h1><div class="entry-meta">Posted on <a href="/d">3 June 2025</a> by <a href="/u">admin</a></div></header><div class="entry-content">{body(s, "h1").replace("<h1>", "<h2>").replace("</h1>", "</h2>")}</div><footer class="entry-footer"><span class="cat-links">Filed under <a href="/c">Company</a></span></footer></article>{comments}</main>{widgets}</div><footer id="colophon" class="site-footer"><div class="site-info">Proudly powered by a blog engine. {s.legal(1)[0]}</div></footer></div>')


def builder(s):
    def box(inner, kind="text-editor"):
        return f'<div class="elementor-element elementor-widget elementor-widget-{kind}"><div class="elementor-widget-container">{inner}</div></div>'
    parts = [box(f'<div class="elementor-heading-title">{e(s.title)}</div>', "heading"), box(f"<div>{e(s.intro)}</div>")]
    for name, blocks in s.sections:
        parts.append(box(f'<div class="elementor-heading-title">{e(name)}</div>', "heading") + box(blocks_html(blocks, "div")))
    parts.append(box(signature(s, "div")))
    sections = "".join(f'<section class="elementor-section"><div class="elementor-container"><div class="elementor-column">{p}</div></div></section>' for p in parts)
    cards = "".join(f'<div class="card"><a href="/n"><div>{t}</div></a><div>{x}</div><a href="/n">Read more</a></div>' for t, x in s.news())
    return page(s, f'<div class="cookie-notice"><div>{s.cookies()}</div><a href="#" class="button">Accept</a></div><div class="elementor-location-header"><div class="elementor-nav-menu">{s.menu("div", "div")}</div></div><div class="elementor">{sections}</div><div class="latest-news"><div class="elementor-heading-title">Latest news</div>{cards}</div><div class="elementor-location-footer site-footer"><div>{"</div><div>".join(s.legal(3))}</div></div>')


def tabs(s):
    tabs_row = "".join(f'<li class="nav-item"><a class="nav-link" data-toggle="tab" role="tab" href="#t{i}">{e(name)}</a></li>' for i, (name, _) in enumerate(s.sections))
    panels = "".join(f'<div class="tab-pane fade{" show active" if i == 0 else ""}" role="tabpanel" id="t{i}">{blocks_html(blocks)}</div>' for i, (_, blocks) in enumerate(s.sections))
    return page(s, f'<nav class="navbar"><a class="navbar-brand" href="/">{e(s.company)}</a>{s.menu()}</nav><div class="container"><ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/l">Legal</a></li></ol><h1>{e(s.title)}</h1><p class="lead">{e(s.intro)}</p><ul class="nav nav-tabs" role="tablist">{tabs_row}</ul><div class="tab-content">{panels}</div><div class="signature">{signature(s)}</div></div><footer class="footer"><div class="container"><p>{"</p><p>".join(s.legal(2))}</p>{s.menu()}</div></footer>')


def accordion(s):
    parts = "".join(f'<div class="accordion-item"><h2 class="accordion-header"><button class="accordion-button collapsed" data-bs-target="#c{i}" aria-expanded="false">{e(name)}</button></h2><div id="c{i}" class="accordion-collapse collapse"><div class="accordion-body">{blocks_html(blocks)}</div></div></div>' for i, (name, blocks) in enumerate(s.sections))
    return page(s, f'<div id="onetrust-banner-sdk"><p>{s.cookies()}</p><button>Accept all cookies</button><button>Cookie settings</button></div><header class="global-header">{s.menu()}</header><div class="hero"><h1>{e(s.title)}</h1></div><div class="rich-text"><p>{e(s.intro)}</p></div><div class="accordion">{parts}</div><div class="rich-text">{signature(s)}</div><div class="newsletter"><h3>Stay in touch</h3><p>Sign up to our newsletter and hear of our offers before anyone else.</p><form><input type="email"><button>Sign up</button></form></div><footer>{s.menu()}<p>{"</p><p>".join(s.legal(2))}</p></footer>')


def details(s):
    parts = "".join(f"<details><summary>{e(name)}</summary>{blocks_html(blocks)}</details>" for name, blocks in s.sections)
    return page(s, f"<header>{s.menu()}</header><main><h1>{e(s.title)}</h1><p>{e(s.intro)}</p>{parts}{signature(s)}</main><footer><p>{s.legal(1)[0]}</p></footer>")


def old_tables(s):
    left = "<br>".join(f'<a href="/{i}"><font size="2">{w}</font></a>' for i, w in enumerate(MENU))
    text = [f'<font size="4"><b>{e(s.title)}</b></font>', e(s.intro)]
    for name, blocks in s.sections:
        text.append(f"<b>{e(name)}</b>")
        for kind, content in blocks:
            if kind == "p":
                text.append(e(content))
            elif kind == "ul":
                text.append("<br>".join("• " + e(item) for item in content))
            else:
                text.append("</font>" + blocks_html([(kind, content)]) + '<font face="Arial">')
    text += [e(line) for line in s.signature]
    return page(s, f'<table width="100%"><tr><td colspan="2"><img src="logo.gif" alt="logo"></td></tr><tr><td width="150" valign="top">{left}</td><td valign="top"><font face="Arial">{"<br><br>".join(text)}</font></td></tr><tr><td colspan="2" align="center"><font size="1">Copyright 2025 {e(s.company)}. All rights reserved.</font></td></tr></table>', attributes=' bgcolor="#ffffff"')


def whole_form(s):
    state = "".join(s.dice.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef0123456789+/") for _ in range(4000))
    return page(s, f'<form method="post" action="./statement.aspx" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="{state}"><div id="s4-workspace"><div id="s4-titlerow">{s.menu()}<input type="text" name="q"><input type="submit" value="Search"></div><div id="contentRow"><div id="sideNavBox">{s.menu()}</div><div id="contentBox"><div id="DeltaPlaceHolderMain"><div class="ms-rtestate-field">{body(s, "h3")}</div></div></div></div></div><div id="footer">{"<br>".join(s.legal(2))}</div></form>')


def shop(s):
    columns = "".join(f'<div class="footer__block"><h3>{t}</h3>{s.menu()}</div>' for t in ["Shop", "Help", "Company"])
    legal = "".join(f"<p>{t}</p>" for t in s.legal(5))
    return page(s, f'<div class="announcement-bar"><p>Free delivery on orders over £{s.words["m"]}</p></div><header class="header"><div class="header__inner">{s.menu()}<a href="/cart" class="header__cart">Basket (0)</a></div></header><cart-drawer><div class="drawer"><h2>Your basket is empty</h2><p>Have an account? Log in to check out faster than ever before.</p></div></cart-drawer><main id="MainContent"><div class="page-width"><h1 class="main-page-title">{e(s.title)}</h1><div class="rte">{body(s, "h1").replace("<h1>", "<h3>").replace("</h1>", "</h3>")}</div></div></main><footer class="footer">{columns}<div class="newsletter-form"><p>Subscribe to our emails</p><form><input type="email"></form></div>{legal}<small>© 2025, {e(s.company)}</small></footer>')


def hashed_classes(s):
    def cls():
        return "".join(s.dice.choice("abcdefghijkmnpqrstuvwxyz") for _ in range(6))
    parts = [f'<div class="css-{cls()}"><h1 class="css-{cls()}">{e(s.title)}</h1></div><div class="css-{cls()}"><p>{e(s.intro)}</p></div>']
    for name, blocks in s.sections:
        parts.append(f'<div class="css-{cls()}"><div class="css-{cls()}"><h2>{e(name)}</h2></div><div class="css-{cls()}">{blocks_html(blocks)}</div></div>')
    parts.append(f'<div class="css-{cls()}">{signature(s)}</div>')
    links = "".join(f'<a class="css-{cls()}" href="/{i}">{w}</a>' for i, w in enumerate(MENU))
    data = '<script id="__NEXT_DATA__" type="application/json">{"props":{"text":"' + s.intro.replace('"', "") * 20 + '"}}</script>'
    return page(s, f'<div id="__next"><div class="css-{cls()}"><div class="css-{cls()}">{links}</div></div><div class="css-{cls()}">{"".join(parts)}</div><div class="css-{cls()}"><div class="css-{cls()}">{links}</div><p>{s.legal(1)[0]}</p><p>© {e(s.company)} 2025. All rights reserved.</p></div></div>{data}')


def fields(s):
    related = "".join(f'<div class="views-row"><article class="node--type-news node--view-mode-teaser"><h3><a href="/n">{t}</a></h3><p>{x}</p></article></div>' for t, x in s.news())
    return page(s, f'<div class="dialog-off-canvas-main-canvas"><header role="banner"><div class="region region-header">{s.menu()}</div></header><div class="region region-breadcrumb"><nav class="breadcrumb"><ol><li><a href="/">Home</a></li></ol></nav></div><main role="main"><div class="layout-content"><div class="block block-page-title-block"><h1 class="page-title">{e(s.title)}</h1></div><article class="node node--type-page node--view-mode-full"><div class="node__content"><div class="clearfix text-formatted field field--name-body field--type-text-with-summary">{body(s, "h1").replace("<h1>", "<h2>").replace("</h1>", "</h2>")}</div></div></article><div class="views-element-container block related-news"><h2>Related news</h2>{related}</div></div></main><footer role="contentinfo">{s.menu()}<p>{s.legal(1)[0]}</p></footer></div>')


def placed_boxes(s):
    def rich(inner):
        return f'<div id="comp-{s.dice.randint(1000, 99999)}" class="KcpHeO tz5f0K wixui-rich-text" data-testid="richTextElement">{inner}</div>'
    spans = lambda t: f'<p class="font_8"><span style="font-size:16px"><span class="wixui-rich-text__text">{e(t)}</span></span></p>'
    parts = [rich(f'<h1 class="font_0"><span>{e(s.title)}</span></h1>'), rich(spans(s.intro))]
    for name, blocks in s.sections:
        parts.append(rich(f'<h2 class="font_2"><span>{e(name)}</span></h2>'))
        for kind, content in blocks:
            parts.append(rich(spans(content) if kind == "p" else blocks_html([(kind, content)])))
    parts.append(rich("".join(spans(line) for line in s.signature)))
    legal = "".join(rich(f"<p><span>{t}</span></p>") for t in s.legal(3))
    return page(s, f'<div id="SITE_CONTAINER"><div id="SITE_HEADER"><nav aria-label="Site">{s.menu()}</nav></div><div id="PAGES_CONTAINER"><div id="SITE_PAGES"><div class="wixui-page">{"".join(parts)}</div></div></div><div id="SITE_FOOTER">{legal}</div></div>')


def side_navigation(s):
    return page(s, f'<div class="skip"><a href="#main">Skip to main content</a></div><div class="banner">{s.menu()}</div><div class="grid"><div class="col-3"><div class="side-nav"><h2>In this section</h2>{s.menu()}</div></div><div class="col-9" id="main"><div class="tools"><a href="#" onclick="print()">Print this page</a> <a href="#">Share</a></div><article>{body(s, wrap=lambda x: f"<section>{x}</section>")}</article><div class="feedback"><h2>Was this page helpful?</h2><p>Tell us what you think of this page so that we can make it better.</p><form><input type="radio"> Yes <input type="radio"> No<button>Send</button></form></div></div></div><div class="footer-wrapper"><div class="footer">{s.menu()}<p>{s.legal(1)[0]}</p></div></div>')


def bare_breaks(s):
    text = [e(s.intro)]
    for name, blocks in s.sections:
        text.append(f"<strong>{e(name)}</strong>")
        for kind, content in blocks:
            text.append(e(content) if kind == "p" else "<br>".join("- " + e(i) for i in content) if kind == "ul" else blocks_html([(kind, content)]))
    text.append("<br>".join(e(line) for line in s.signature))
    return page(s, f'<div class="top">{s.menu()}</div><div class="wrapper"><h1>{e(s.title)}</h1><div class="text">{"<br><br>".join(text)}</div></div><div class="bottom">{"<br>".join(s.legal(2))}<br>© {e(s.company)}</div>')


def no_container(s):
    return page(s, f"{s.menu()}{body(s)}<hr><p><small>© 2025 {e(s.company)}. All rights reserved.</small></p>")


def cards(s):
    parts = "".join(f'<div class="grid__item"><div class="card card--content"><div class="card__title">{e(name)}</div><div class="card__text">{blocks_html(blocks)}</div></div></div>' for name, blocks in s.sections)
    promo = "".join(f'<a class="promo-card" href="/n"><span class="promo-card__title">{t}</span><span class="promo-card__text">{x}</span></a>' for t, x in s.news(2))
    return page(s, f'<div class="mega-menu"><div class="mega-menu__panel">{s.menu()}<p>Find out what makes us different from all the others in our trade.</p></div></div><div class="hero"><div class="hero__title"><h1>{e(s.title)}</h1></div></div><div class="intro"><p>{e(s.intro)}</p></div><div class="grid">{parts}</div><div class="text-block">{signature(s)}</div><div class="promos"><h2>You may also like</h2>{promo}</div><div class="page-footer" role="contentinfo"><p>{"</p><p>".join(s.legal(4))}</p></div>')


def law_firm(s):
    contacts = "".join(f'<div class="contact-card"><h4>{name}</h4><p>Partner</p><a href="mailto:x@y.example">Email</a></div>' for name in PEOPLE[:2])
    insights = "".join(f'<li><a href="/i"><h4>{t}</h4></a><p>{x}</p></li>' for t, x in s.news())
    return page(s, f'<header class="site-header"><div class="utility-nav"><a href="/login">Client login</a></div>{s.menu()}</header><div class="layout two-col"><div class="layout__main"><div class="article-body">{body(s, "h4")}</div></div><div class="layout__aside sidebar"><h3>Key contacts</h3>{contacts}<h3>Related insights</h3><ul>{insights}</ul></div></div><footer class="site-footer"><p>{"</p><p>".join(s.legal(3))}</p></footer>')


def twice_for_phones(s):
    return page(s, f'<div class="mobile-only"><div class="mobile-menu" aria-hidden="true">{s.menu()}</div></div><section class="module module-text"><div class="module-inner">{body(s)}</div></section><div class="module module-text mobile-only" aria-hidden="true">{body(s)}</div><section class="module module-cta"><h2>Work with us</h2><p>We are always looking for good people to join our growing team.</p><a class="btn" href="/jobs">See our vacancies</a></section><div id="footer"><p>{"</p><p>".join(s.legal(3))}</p></div>')


LAYOUTS = [semantic, blog_theme, builder, tabs, accordion, details, old_tables, whole_form, shop, hashed_classes, fields,
           placed_boxes, side_navigation, bare_breaks, no_container, cards, law_firm, twice_for_phones]


def pages():
    """Name, HTML and known text of every page, in a fixed order."""
    for place, layout in enumerate(LAYOUTS):
        for seed in SEEDS:
            story = Story(place * 100 + seed)
            text = story.truth()
            yield f"{layout.__name__.replace('_', '-')}-{seed}", layout(story), text


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, source, text in pages():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
