//! PDF: glyphs with their places become words, lines, columns, paragraphs and headings in reading order.

mod blank_font;
mod bullets;
mod collections;
mod columns;
mod faces;
mod fonts;
mod furniture;
mod glyphs;
mod headings;
mod hyphens;
mod ink;
mod interpreter;
mod layers;
mod leading;
mod lines;
mod notes;
mod opening;
mod page;
mod paragraphs;
mod structure;
mod tables;
mod text_state;
mod type_three;
mod unfold;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::time::Instant;

use hayro_syntax::Pdf;

use self::columns::Region;
use self::hyphens::Vocabulary;
use self::interpreter::Budget;
use self::interpreter::Known;
use self::interpreter::Left;
use self::layers::Layers;
use self::leading::Leading;
use self::page::Page;
use self::paragraphs::Habits;
use self::paragraphs::Kind;
use self::paragraphs::Paragraph;
use self::unfold::Unfolding;
use super::Hints;
use super::Limits;
use super::Unreadable;
use crate::document::AsideKind;
use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Piece;
use crate::document::Place;

/// Room for the recursion of the libraries below: nested objects and forms.
const STACK: usize = 64 << 20;

/// Drawing instructions followed on one page; dense maps and charts have some hundred thousand.
const OPERATORS: u32 = 5_000_000;

/// Forms drawn on one page; maps draw each of their symbols as one.
const FORMS: u32 = 100_000;

/// Bytes of letters taken of one page; the densest printed page has a tenth of it.
const LETTERS: usize = 200_000;

/// Whether the file announces itself as PDF near its beginning.
pub(super) fn recognises(bytes: &[u8], _hints: &Hints<'_>) -> bool {
    let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    head.windows(5).any(|part| part == b"%PDF-")
}

/// Reads the text of a PDF.
pub(super) fn read(
    bytes: &[u8],
    hints: &Hints<'_>,
    limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    // A thread of its own for the sake of its stack: the depth of what it reads is not ours to choose.
    std::thread::scope(|scope| {
        let work = std::thread::Builder::new()
            .name("pdf".to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, || read_here(bytes, hints, limits, builder));
        match work {
            Ok(handle) => handle.join().unwrap_or_else(|_| Err(malformed())),
            Err(cause) => Err(Unreadable::Malformed {
                format: "pdf".to_owned(),
                cause: cause.to_string(),
            }),
        }
    })
}

fn malformed() -> Unreadable {
    Unreadable::Malformed {
        format: "pdf".to_owned(),
        cause: "the reader gave up".to_owned(),
    }
}

fn read_here(
    bytes: &[u8],
    hints: &Hints<'_>,
    limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let deadline = Instant::now() + limits.time;
    let mut pdf = opening::open(bytes, hints.password, limits, builder)?;
    let mut pages = read_pages(&pdf, limits, deadline, builder)?;
    if pages
        .iter()
        .all(|page| page.drawn == 0 && page.picture_share == 0.0)
        && let Some(rebuilt) = opening::rebuilt(bytes, hints.password)
    {
        let found = read_pages(&rebuilt, limits, deadline, builder)?;
        if found.iter().any(|page| page.drawn > 0) {
            builder.notice("repaired", "the structure of the file was rebuilt");
            pages = found;
            pdf = rebuilt;
        }
    }
    structure::read_metadata(&pdf, builder);
    builder.metadata().language = structure::language(&pdf);
    let count = pdf.pages().len();
    builder.set_pages(u32::try_from(count).unwrap_or(u32::MAX));
    judge_text_layer(&pages, count, builder)?;

    let (mut taken, mut furniture) = furniture::furniture(&pages);
    let words: usize = pages.iter().map(|page| page.words.len()).sum();
    if taken.iter().map(Vec::len).sum::<usize>() >= words {
        // Where nothing else stands, what comes back on each page is the text.
        taken.iter_mut().for_each(Vec::clear);
        furniture.clear();
    }
    for line in furniture {
        let kind = if line.at_top {
            AsideKind::RunningHead
        } else {
            AsideKind::RunningFoot
        };
        builder.aside(kind, &line.text, Some(line.page));
    }
    let body_size = body_size(&pages);
    let mut laid_out = Vec::with_capacity(pages.len());
    let mut links = Vec::with_capacity(pages.len());
    for (page, taken) in pages.into_iter().zip(taken) {
        let mut kept = vec![true; page.words.len()];
        for place in taken {
            if let Some(kept) = kept.get_mut(place as usize) {
                *kept = false;
            }
        }
        let words: Vec<u32> = (0..)
            .zip(&kept)
            .filter_map(|(place, kept)| kept.then_some(place))
            .collect();
        laid_out.push((page.height, columns::regions(&page, &words)));
        // The page itself, with all its words, ends here: only its lines go on.
        links.push(page.links);
    }

    let mut vocabulary = Vocabulary::default();
    let mut leading = Leading::default();
    for (_, regions) in &laid_out {
        for region in regions {
            if let Region::Flow(lines) = region {
                vocabulary.learn(lines);
                leading.learn(lines);
            }
        }
    }
    leading.settle();
    let habits = Habits {
        vocabulary: &vocabulary,
        leading: &leading,
        body_size,
    };
    let paragraphs = paragraphs::paragraphs(laid_out, &habits);
    let outline = catch_unwind(AssertUnwindSafe(|| structure::outline(&pdf))).unwrap_or_default();
    let levels = headings::levels(&paragraphs, body_size, &outline);
    for (paragraph, level) in paragraphs.iter().zip(levels) {
        if builder.len() > limits.text_bytes {
            builder.notice("truncated", "the text is longer than the limit allows");
            break;
        }
        push(builder, paragraph, level, &links);
    }
    Ok(())
}

/// Reads the words of each page, as long as time and limits allow.
fn read_pages(
    pdf: &Pdf,
    limits: &Limits,
    deadline: Instant,
    builder: &mut Builder,
) -> Result<Vec<Page>, Unreadable> {
    let budget = Budget {
        operators: OPERATORS,
        forms: FORMS,
        letters: LETTERS,
        depth: limits.depth,
        deadline,
    };
    let mut known = Known::new(Layers::of(pdf), Unfolding::new(limits.unfolded_bytes));
    let mut pages = Vec::new();
    let mut costly = Vec::new();
    let mut letters = 0;
    for (number, source) in (1u32..).zip(pdf.pages().iter()) {
        if pages.len() >= limits.pages || letters > limits.text_bytes {
            builder.notice(
                "truncated",
                format!("only the first {} pages were read", pages.len()),
            );
            break;
        }
        if Instant::now() > deadline {
            builder.notice(
                "truncated",
                format!("time ran out after {} pages", pages.len()),
            );
            break;
        }
        let (mut page, left) = glyphs::read_page(source, number, &mut known, budget);
        match left {
            None => {}
            Some(Left::TooCostly) => costly.push(number),
            Some(Left::Bomb) => {
                return Err(Unreadable::DecompressionBomb {
                    limit: limits.unfolded_bytes,
                });
            }
        }
        let _ = catch_unwind(AssertUnwindSafe(|| {
            structure::link_words(source, &mut page)
        }));
        page.settle(builder);
        letters += page.letters.len();
        pages.push(page);
    }
    if !costly.is_empty() {
        builder.notice(
            "truncated",
            format!("could not be read to the end: {}", page_list(&costly)),
        );
    }
    Ok(pages)
}

/// Says which pages are scans and how much of the text has no known characters; refuses where nothing is left.
fn judge_text_layer(pages: &[Page], count: usize, builder: &mut Builder) -> Result<(), Unreadable> {
    let drawn: usize = pages.iter().map(|page| page.drawn).sum();
    let undecoded: usize = pages.iter().map(|page| page.undecoded).sum();
    let scanned: Vec<u32> = pages
        .iter()
        .filter(|page| page.letters_kept() < 12 && page.picture_share > 0.5)
        .map(|page| page.number)
        .collect();
    let kept: usize = pages.iter().map(Page::letters_kept).sum();
    if kept == 0 || (scanned.len() == pages.len() && !pages.is_empty()) {
        return Err(if scanned.is_empty() {
            Unreadable::NoText {
                format: "pdf".to_owned(),
            }
        } else {
            Unreadable::NoTextLayer { pages: count }
        });
    }
    let share = undecoded as f64 / drawn.max(1) as f64;
    if share > 0.4 {
        return Err(Unreadable::Garbled {
            percent: (share * 100.0).round() as u32,
        });
    }
    if share > 0.05 {
        builder.notice(
            "undecoded-text",
            format!(
                "{:.0} % of the characters could not be decoded",
                share * 100.0
            ),
        );
    }
    if !scanned.is_empty() {
        builder.notice(
            "scanned-pages",
            format!("pictures without text: {}", page_list(&scanned)),
        );
        builder.set_scanned_pages(scanned);
    }
    Ok(())
}

/// `page 3`, `pages 1 to 4, 7`.
fn page_list(pages: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == page => *end = page,
            _ => runs.push((page, page)),
        }
    }
    let told: Vec<String> = runs
        .iter()
        .map(|(start, end)| match end - start {
            0 => start.to_string(),
            1 => format!("{start}, {end}"),
            _ => format!("{start} to {end}"),
        })
        .collect();
    let noun = if pages.len() == 1 { "page" } else { "pages" };
    format!("{noun} {}", told.join(", "))
}

/// The size of most letters of the document; one in which no sentence ends counts for a quarter: so are headings set.
fn body_size(pages: &[Page]) -> f32 {
    let mut counts: BTreeMap<u32, (u64, bool)> = BTreeMap::new();
    for page in pages {
        for word in &page.words {
            let size = (word.size * 4.0).round().clamp(1.0, 40_000.0) as u32;
            let (letters, ends) = counts.entry(size).or_default();
            *letters += u64::from(word.end - word.start);
            *ends |= word.text(page).ends_with('.');
        }
    }
    counts
        .into_iter()
        .map(|(size, (letters, ends))| (if ends { letters * 4 } else { letters }, size))
        .max()
        .map_or(10.0, |(_, size)| size as f32 / 4.0)
}

fn push(builder: &mut Builder, paragraph: &Paragraph, level: Option<u8>, links: &[Vec<String>]) {
    let kind = match (level, paragraph.kind) {
        (Some(level), _) => BlockKind::Heading { level },
        (None, Kind::Text) => BlockKind::Paragraph,
        (None, Kind::Item { depth }) => BlockKind::ListItem { depth },
        (None, Kind::Row) => BlockKind::TableRow,
        (None, Kind::Note) => BlockKind::Footnote,
    };
    let mut pieces = Vec::with_capacity(paragraph.parts.len() + 1);
    let number = format!("{} ", paragraph.marker);
    if level.is_some() && paragraph.numbered {
        pieces.push(Piece {
            text: &number,
            place: Place::on_page(paragraph.page()),
            link: None,
        });
    }
    for part in &paragraph.parts {
        let link = usize::from(part.link)
            .checked_sub(1)
            .and_then(|place| links.get(part.page as usize - 1)?.get(place));
        pieces.push(Piece {
            text: &part.text,
            place: Place::on_page(part.page),
            link: link.map(String::as_str),
        });
    }
    builder.block(kind, &pieces, None);
}
