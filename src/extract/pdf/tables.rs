//! Tables: told from columns of text by their rulings and their short cells, and read row by row.

use super::columns::Row;
use super::columns::parted;
use super::lines::Line;
use super::lines::lines_of;
use super::page::Area;
use super::page::Page;

/// One row of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TableRow {
    /// The text of each cell that holds any, from left to right.
    pub cells: Vec<Vec<Line>>,
}

/// The table that `rows`, parted by `gutters`, make up; none where they are columns of running text.
pub(super) fn table_of(page: &Page, rows: &[Row], gutters: &[(f32, f32)]) -> Option<Vec<TableRow>> {
    let columns = parted(page, rows, gutters);
    let columns: Vec<Vec<Line>> = columns.iter().map(|words| lines_of(page, words)).collect();
    let area = columns
        .iter()
        .flatten()
        .map(|line| line.area)
        .reduce(Area::with)?;
    let ruled = rulings(page, area, gutters);
    if !(ruled.len() >= 2 || looks_tabular(&columns, rows)) {
        return None;
    }
    let edges = row_edges(&columns, rows, &ruled);
    Some(rows_between(columns, &edges))
}

/// Whether a line is drawn closely below `row`, longer than the row itself: then it closes a table.
pub(super) fn is_ruled_below(page: &Page, row: &Row) -> bool {
    let area = row
        .words
        .iter()
        .filter_map(|&place| page.words.get(place as usize))
        .map(|word| word.area())
        .reduce(Area::with)
        .unwrap_or_default();
    let size = (row.bottom - row.top) * 2.0;
    page.rules
        .iter()
        .filter(|rule| rule.horizontal)
        .map(|rule| (rule.area.top, rule.area))
        .chain(page.boxes.iter().map(|area| (area.bottom, *area)))
        .any(|(y, line)| {
            y > row.bottom
                && y < row.bottom + size
                && line.left < area.left + 1.0
                && line.right > area.left + 1.0
        })
}

/// The heights of the lines and box edges that run across all gutters within `area`.
fn rulings(page: &Page, area: Area, gutters: &[(f32, f32)]) -> Vec<f32> {
    // All gutters, not one of them: a table that fills one column of two does not make the page a table.
    let crosses = |left: f32, right: f32| {
        !gutters.is_empty()
            && gutters
                .iter()
                .all(|gutter| left < gutter.0 - 4.0 && right > gutter.1 + 4.0)
    };
    // Borders are often drawn cell by cell: pieces that touch are one line.
    let mut pieces: Vec<(f32, f32, f32)> = page
        .rules
        .iter()
        .filter(|rule| rule.horizontal)
        .map(|rule| (rule.area.top, rule.area.left, rule.area.right))
        .chain(page.boxes.iter().flat_map(|area| {
            [
                (area.top, area.left, area.right),
                (area.bottom, area.left, area.right),
            ]
        }))
        .filter(|piece| piece.0 > area.top - 20.0 && piece.0 < area.bottom + 20.0)
        .collect();
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut heights: Vec<f32> = Vec::new();
    let mut group: Vec<(f32, f32)> = Vec::new();
    let mut height = f32::NEG_INFINITY;
    let mut close = |group: &mut Vec<(f32, f32)>, height: f32| {
        group.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut reached: Option<(f32, f32)> = None;
        let mut found = false;
        for &(left, right) in group.iter() {
            reached = match reached {
                Some((from, to)) if left <= to + 3.0 => Some((from, to.max(right))),
                _ => Some((left, right)),
            };
            found |= reached.is_some_and(|(from, to)| crosses(from, to));
        }
        if found {
            heights.push(height);
        }
        group.clear();
    };
    for (y, left, right) in pieces {
        if y - height > 2.0 {
            close(&mut group, height);
            height = y;
        }
        group.push((left, right));
    }
    close(&mut group, height);
    heights
}

/// Whether cells are short, stand on common baselines and leave their columns unfilled.
fn looks_tabular(columns: &[Vec<Line>], rows: &[Row]) -> bool {
    let filled: Vec<f32> = columns
        .iter()
        .filter_map(|lines| {
            let area = lines.iter().map(|line| line.area).reduce(Area::with)?;
            let mut shares: Vec<f32> = lines
                .iter()
                .map(|line| line.area.width() / area.width().max(1.0))
                .collect();
            shares.sort_by(f32::total_cmp);
            shares.get(shares.len() / 2).copied()
        })
        .collect();
    let numeric = |lines: &[Line]| {
        let numbers = lines.iter().filter(|line| is_figure(&line.text)).count();
        lines.len() >= 2 && numbers * 3 >= lines.len() * 2
    };
    let words = |lines: &[Line]| {
        let mut counts: Vec<usize> = lines
            .iter()
            .map(|line| line.text.split(' ').count())
            .collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    };
    if columns.iter().skip(1).any(|lines| numeric(lines)) {
        return true;
    }
    let aligned = aligned_share(columns);
    let short = columns.iter().filter(|lines| words(lines) <= 3).count();
    if columns.len() >= 3 && aligned > 0.6 && short * 2 >= columns.len() {
        return true;
    }
    let groups = spaced_groups(rows);
    if let [first, second] = columns {
        // A name and what is said of it; headings hung out to the left of running text are bold or larger.
        let plain = first
            .iter()
            .filter(|line| !line.bold && second.iter().all(|other| line.size < 1.1 * other.size))
            .count();
        if aligned > 0.8
            && words(first) <= 4
            && groups >= 3
            && second.len() <= 3 * groups
            && plain * 2 > first.len()
        {
            return true;
        }
    }
    let loose = filled.iter().filter(|share| **share < 0.75).count();
    groups >= 3 && aligned > 0.5 && loose >= 1 && rows.len() < groups * 4
}

/// Parts of the rows that are set apart from each other by more than the usual step.
fn spaced_groups(rows: &[Row]) -> usize {
    let steps: Vec<f32> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.bottom - a.bottom),
            _ => None,
        })
        .collect();
    let least = steps.iter().copied().fold(f32::INFINITY, f32::min);
    1 + steps.iter().filter(|step| **step > 1.25 * least).count()
}

/// The share of the lines right of the first column that stand level with a line of the first column.
fn aligned_share(columns: &[Vec<Line>]) -> f32 {
    let Some((first, others)) = columns.split_first() else {
        return 0.0;
    };
    let mut level = 0usize;
    let mut all = 0usize;
    for line in first {
        all += 1;
        let found = others
            .iter()
            .flatten()
            .any(|other| (other.baseline - line.baseline).abs() < 0.25 * line.size);
        level += usize::from(found);
    }
    level as f32 / all.max(1) as f32
}

fn is_figure(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text
        .chars()
        .filter(|character| character.is_alphabetic())
        .count();
    (digits > 0 && letters <= 3 && digits >= letters)
        || matches!(text, "-" | "–" | "—" | "n/a" | "N/A")
}

/// Where one table row ends and the next begins.
fn row_edges(columns: &[Vec<Line>], rows: &[Row], ruled: &[f32]) -> Vec<f32> {
    // Lines between every two rows: they decide alone.
    if ruled.len() >= 3 && ruled.len() + 1 >= spaced_groups(rows) {
        return ruled.to_vec();
    }
    let steps: Vec<f32> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some(b.bottom - a.bottom),
            _ => None,
        })
        .collect();
    let least = steps.iter().copied().fold(f32::INFINITY, f32::min);
    let varied = steps.iter().any(|step| *step > 1.2 * least);
    let mut edges = ruled.to_vec();
    let starts_row = |row: &Row| {
        columns.first().is_some_and(|lines| {
            lines
                .iter()
                .any(|line| line.baseline > row.top && line.baseline <= row.bottom + 0.5)
        })
    };
    for (pair, step) in rows.windows(2).zip(&steps) {
        let [above, below] = pair else { continue };
        let new = if varied {
            *step > 1.2 * least
        } else {
            starts_row(below)
        };
        if new {
            edges.push((above.bottom + below.top) / 2.0);
        }
    }
    edges.sort_by(f32::total_cmp);
    edges
}

fn rows_between(columns: Vec<Vec<Line>>, edges: &[f32]) -> Vec<TableRow> {
    let count = columns.len();
    let mut table: Vec<Vec<Vec<Line>>> = vec![vec![Vec::new(); count]; edges.len() + 1];
    for (column, lines) in columns.into_iter().enumerate() {
        for line in lines {
            let middle = line.baseline - 0.25 * line.size;
            let row = edges.partition_point(|edge| *edge < middle);
            if let Some(cell) = table.get_mut(row).and_then(|cells| cells.get_mut(column)) {
                cell.push(line);
            }
        }
    }
    table
        .into_iter()
        .map(|cells| TableRow {
            cells: cells.into_iter().filter(|cell| !cell.is_empty()).collect(),
        })
        .filter(|row| !row.cells.is_empty())
        .collect()
}
