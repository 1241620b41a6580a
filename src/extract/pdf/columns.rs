//! Reading order: cuts a page into columns and bands by the white space between them.

use super::bullets;
use super::lines::Line;
use super::lines::lines_of;
use super::page::Area;
use super::page::Page;
use super::tables;

/// A part of a page that is read from top to bottom before the next part begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Region {
    /// Running text in one column.
    Flow(Vec<Line>),
    /// A table, row by row.
    Table(Vec<tables::TableRow>),
}

/// How often a column may be cut again.
const DEEPEST: usize = 6;

/// The regions made of `words` (places in `page.words`), in reading order.
pub(super) fn regions(page: &Page, words: &[u32]) -> Vec<Region> {
    let mut regions = Vec::new();
    cut(page, words.to_vec(), DEEPEST, &mut regions);
    regions
}

/// Words whose heights overlap, and the white space between them.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub words: Vec<u32>,
    pub top: f32,
    pub bottom: f32,
    /// Stretches without a word, from left to right, the margins up to the edges of the region included.
    gaps: Vec<(f32, f32)>,
    /// How many lines stand side by side or overlap in it.
    lines: usize,
}

impl Row {
    /// Whether white space of at least this width stands between words of it.
    fn is_parted(&self, least: f32) -> bool {
        let inner = self.gaps.len().saturating_sub(1);
        // The first and the last gap reach to the edges of the region.
        self.gaps
            .get(1..inner)
            .unwrap_or_default()
            .iter()
            .any(|gap| gap.1 - gap.0 >= least)
    }
}

fn cut(page: &Page, words: Vec<u32>, depth: usize, regions: &mut Vec<Region>) {
    if words.is_empty() {
        return;
    }
    let rows = rows_of(page, words);
    let size = common_size(page, &rows);
    let mut flow: Vec<u32> = Vec::new();
    let mut place = 0;
    let mut looked_until = 0;
    while let Some(row) = rows.get(place) {
        if depth > 0 && place >= looked_until {
            // A line that fills no more than one column may stand above a table rather than be part of it.
            looked_until = place + 1;
            let first = (place..rows.len())
                .find(|&at| rows.get(at).is_some_and(|row| row.is_parted(0.75 * size)));
            if let Some(first) = first.filter(|first| *first > place) {
                looked_until = first;
                let below = rows.get(first..).unwrap_or_default();
                if let Some((used, table)) = table_from(page, below, size) {
                    flow.extend(
                        rows.get(place..first)
                            .into_iter()
                            .flatten()
                            .flat_map(|row| &row.words),
                    );
                    push_flow(page, &mut flow, regions);
                    regions.push(Region::Table(table));
                    place = first + used;
                    continue;
                }
            }
        }
        let band = if depth > 0 {
            band_from(page, rows.get(place..).unwrap_or_default(), size)
        } else {
            None
        };
        let Some(band) = band else {
            flow.extend(&row.words);
            place += 1;
            continue;
        };
        push_flow(page, &mut flow, regions);
        let band_rows = rows.get(place..place + band.rows).unwrap_or_default();
        if let Some((used, table)) = table_in(page, band_rows, &band.gutters, size) {
            regions.push(Region::Table(table));
            place += used;
            continue;
        }
        place += band.rows;
        for column in parted(page, band_rows, &band.gutters) {
            cut(page, column, depth - 1, regions);
        }
    }
    push_flow(page, &mut flow, regions);
}

/// The table that begins with the first of `rows`, and how many of them it takes up.
fn table_from(page: &Page, rows: &[Row], size: f32) -> Option<(usize, Vec<tables::TableRow>)> {
    let band = band_from(page, rows, size)?;
    table_in(page, rows.get(..band.rows)?, &band.gutters, size)
}

/// The table that `rows` of a band make up, without the lines of text below it.
fn table_in(
    page: &Page,
    rows: &[Row],
    gutters: &[(f32, f32)],
    size: f32,
) -> Option<(usize, Vec<tables::TableRow>)> {
    let mut used = rows.len();
    while used > 2
        && let (Some(above), Some(last)) = (rows.get(used - 2), rows.get(used - 1))
        && !last.is_parted(0.75 * size)
        && last.bottom - above.bottom > 1.5 * size
        && !tables::is_ruled_below(page, last)
    {
        used -= 1;
    }
    let rows = rows.get(..used)?;
    if !rows.iter().any(|row| row.is_parted(0.75 * size)) {
        return None;
    }
    tables::table_of(page, rows, gutters).map(|table| (used, table))
}

fn push_flow(page: &Page, flow: &mut Vec<u32>, regions: &mut Vec<Region>) {
    let lines = lines_of(page, flow);
    flow.clear();
    if lines.is_empty() {
        return;
    }
    regions.push(Region::Flow(lines));
}

/// The words of each column of a band, from left to right.
pub(super) fn parted(page: &Page, rows: &[Row], gutters: &[(f32, f32)]) -> Vec<Vec<u32>> {
    let mut columns = vec![Vec::new(); gutters.len() + 1];
    for &place in rows.iter().flat_map(|row| &row.words) {
        let Some(word) = page.words.get(place as usize) else {
            continue;
        };
        let middle = (word.left + word.right) / 2.0;
        let column = gutters
            .iter()
            .take_while(|gutter| middle > (gutter.0 + gutter.1) / 2.0)
            .count();
        if let Some(column) = columns.get_mut(column) {
            column.push(place);
        }
    }
    columns
}

/// The rows of a region, from top to bottom.
fn rows_of(page: &Page, mut words: Vec<u32>) -> Vec<Row> {
    let area = |place: u32| {
        page.words.get(place as usize).map(|word| Area {
            left: word.left,
            right: word.right,
            top: word.baseline - 0.5 * word.size,
            bottom: word.baseline,
        })
    };
    words.sort_by(|&a, &b| {
        let (top_a, top_b) = (
            area(a).unwrap_or_default().top,
            area(b).unwrap_or_default().top,
        );
        top_a.total_cmp(&top_b).then(a.cmp(&b))
    });
    let edges = words
        .iter()
        .filter_map(|&place| area(place))
        .reduce(Area::with)
        .unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    for place in words {
        let Some(area) = area(place) else { continue };
        match rows.last_mut() {
            Some(row) if area.top < row.bottom => {
                row.words.push(place);
                row.bottom = row.bottom.max(area.bottom);
            }
            _ => rows.push(Row {
                words: vec![place],
                top: area.top,
                bottom: area.bottom,
                ..Row::default()
            }),
        }
    }
    for row in &mut rows {
        row.gaps = gaps_of(page, &row.words, edges);
        row.lines = baselines(page, row.words.iter().copied());
    }
    rows
}

fn gaps_of(page: &Page, words: &[u32], edges: Area) -> Vec<(f32, f32)> {
    let mut taken: Vec<(f32, f32)> = words
        .iter()
        .filter_map(|&place| page.words.get(place as usize))
        .map(|word| (word.left, word.right))
        .collect();
    taken.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut gaps = Vec::new();
    let mut reached = edges.left - 1.0;
    for (left, right) in taken {
        if left > reached {
            gaps.push((reached, left));
        }
        reached = reached.max(right);
    }
    gaps.push((reached, edges.right + 1.0));
    gaps
}

/// How many lines, at different heights, these words stand on.
fn baselines(page: &Page, words: impl Iterator<Item = u32>) -> usize {
    let mut heights: Vec<(f32, f32)> = words
        .filter_map(|place| page.words.get(place as usize))
        .map(|word| (word.baseline, word.size))
        .collect();
    heights.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut count = 0;
    let mut last = f32::NEG_INFINITY;
    for (baseline, size) in heights {
        if baseline - last > 0.5 * size {
            count += 1;
            last = baseline;
        }
    }
    count
}

fn common_size(page: &Page, rows: &[Row]) -> f32 {
    let mut sizes: Vec<f32> = rows
        .iter()
        .flat_map(|row| &row.words)
        .filter_map(|&place| page.words.get(place as usize))
        .map(|word| word.size)
        .collect();
    let middle = sizes.len() / 2;
    if sizes.is_empty() {
        return 1.0;
    }
    *sizes.select_nth_unstable_by(middle, f32::total_cmp).1
}

/// Rows at the top of a region that share at least one gutter.
struct Band {
    rows: usize,
    gutters: Vec<(f32, f32)>,
}

/// The longest band that begins with the first of `rows` and has text on both sides of a gutter.
fn band_from(page: &Page, rows: &[Row], size: f32) -> Option<Band> {
    let least = 0.75 * size;
    let first = rows.first()?;
    let mut shared: Vec<(f32, f32)> = wide_enough(&first.gaps, least);
    let mut best: Option<Band> = None;
    let mut count = 1;
    loop {
        let taken = rows.get(..count)?;
        let judged = gutters_among(page, taken, &shared, size);
        match (&mut best, judged.is_empty()) {
            (_, false) => {
                best = Some(Band {
                    rows: count,
                    gutters: judged,
                });
            }
            // A gutter was there and is crossed now: the band ended before this row.
            (Some(_), true) => break,
            (None, true) => {}
        }
        let Some(next) = rows.get(count) else { break };
        // A line that runs across a gutter and is not parted itself is text below the band.
        if let Some(band) = &best
            && !next.is_parted(least)
            && crosses(page, next, &band.gutters)
        {
            break;
        }
        shared = intersected(&shared, &next.gaps, least);
        if shared.is_empty() {
            break;
        }
        count += 1;
    }
    let mut band = best?;
    band.rows = without_stragglers(page, rows, &band);
    Some(band)
}

/// Whether words of `row` stand on both sides of one of these gutters, or in it.
fn crosses(page: &Page, row: &Row, gutters: &[(f32, f32)]) -> bool {
    let area = row
        .words
        .iter()
        .filter_map(|&place| page.words.get(place as usize))
        .map(|word| word.area())
        .reduce(Area::with)
        .unwrap_or_default();
    gutters
        .iter()
        .any(|gutter| area.left < gutter.0 && area.right > gutter.1)
}

/// Drops from the end of a band the lines that belong to what comes below it, such as a heading over full-width text.
fn without_stragglers(page: &Page, rows: &[Row], band: &Band) -> usize {
    if rows.len() == band.rows {
        return band.rows;
    }
    let two_sided = |row: &Row| {
        parted(page, std::slice::from_ref(row), &band.gutters)
            .iter()
            .filter(|column| !column.is_empty())
            .count()
            > 1
    };
    let last = rows
        .get(..band.rows)
        .unwrap_or_default()
        .iter()
        .rposition(two_sided)
        .map_or(band.rows, |place| place + 1);
    let tail = rows.get(last..band.rows).unwrap_or_default();
    let step = |place: usize| match (rows.get(place.wrapping_sub(1)), rows.get(place)) {
        (Some(above), Some(row)) => row.bottom - above.bottom,
        _ => 0.0,
    };
    let mut pitches: Vec<f32> = (1..last).map(step).collect();
    pitches.sort_by(f32::total_cmp);
    let usual = pitches.get(pitches.len() / 2).copied().unwrap_or(0.0);
    for from in (0..tail.len()).rev() {
        let lines = tail.len() - from;
        if lines > 3 {
            break;
        }
        if step(last + from) > 1.3 * usual.max(1.0) {
            return last + from;
        }
    }
    band.rows
}

fn wide_enough(gaps: &[(f32, f32)], least: f32) -> Vec<(f32, f32)> {
    gaps.iter()
        .copied()
        .filter(|gap| gap.1 - gap.0 >= least)
        .collect()
}

fn intersected(a: &[(f32, f32)], b: &[(f32, f32)], least: f32) -> Vec<(f32, f32)> {
    let mut both = Vec::new();
    for first in a {
        for second in b {
            let gap = (first.0.max(second.0), first.1.min(second.1));
            if gap.1 - gap.0 >= least {
                both.push(gap);
            }
        }
    }
    both
}

/// Those of `gaps` that truly part columns in `rows`: enough lines on both sides, and no mere bullets to the left.
fn gutters_among(page: &Page, rows: &[Row], gaps: &[(f32, f32)], size: f32) -> Vec<(f32, f32)> {
    let inner: Vec<(f32, f32)> = gaps
        .iter()
        .copied()
        .filter(|gap| {
            let sides = |left: bool| {
                rows.iter().flat_map(|row| &row.words).any(|&place| {
                    page.words.get(place as usize).is_some_and(|word| {
                        if left {
                            word.right <= gap.0 + 0.01
                        } else {
                            word.left >= gap.1 - 0.01
                        }
                    })
                })
            };
            sides(true) && sides(false)
        })
        .collect();
    let mut kept: Vec<(f32, f32)> = Vec::new();
    for (place, &gap) in inner.iter().enumerate() {
        let mut trial = kept.clone();
        trial.push(gap);
        let columns = parted(page, rows, &trial);
        // What stands right of this gutter reaches to the next one, so look no further than that.
        let until = inner.get(place + 1).map_or(f32::INFINITY, |next| next.0);
        let left = columns.get(trial.len() - 1).cloned().unwrap_or_default();
        let right: Vec<u32> = columns
            .get(trial.len())
            .into_iter()
            .flatten()
            .copied()
            .filter(|&place| {
                page.words
                    .get(place as usize)
                    .is_some_and(|word| word.left < until)
            })
            .collect();
        if parts_columns(page, &left, &right, gap, size) {
            kept.push(gap);
        }
    }
    kept
}

fn parts_columns(page: &Page, left: &[u32], right: &[u32], gap: (f32, f32), size: f32) -> bool {
    let (lines_left, lines_right) = (
        baselines(page, left.iter().copied()),
        baselines(page, right.iter().copied()),
    );
    let fewer = lines_left.min(lines_right);
    let width = gap.1 - gap.0;
    let least = match fewer {
        0 | 1 => return false,
        2 => 3.0 * size,
        3..=5 => 1.2 * size,
        _ => 0.75 * size,
    };
    if width < least {
        return false;
    }
    let only_markers = left
        .iter()
        .filter_map(|&place| page.words.get(place as usize))
        .all(|word| bullets::is_marker(page, word));
    if only_markers {
        return false;
    }
    // Chance gaps between words are never straight: the text to the right of a gutter begins at one place.
    let mut starts: Vec<(f32, f32)> = Vec::new();
    for word in right
        .iter()
        .filter_map(|&place| page.words.get(place as usize))
    {
        match starts
            .iter_mut()
            .find(|(baseline, _)| (*baseline - word.baseline).abs() < 0.4 * word.size)
        {
            Some((_, start)) => *start = start.min(word.left),
            None => starts.push((word.baseline, word.left)),
        }
    }
    let straight = starts
        .iter()
        .filter(|(_, start)| (start - gap.1).abs() < 0.35 * size)
        .count();
    width > 2.5 * size || straight * 3 >= starts.len()
}
