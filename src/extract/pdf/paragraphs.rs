//! Paragraphs: lines that belong together, within a column and over the ends of columns and pages.

use super::bullets::Bullet;
use super::columns::Region;
use super::hyphens::Joint;
use super::hyphens::Vocabulary;
use super::hyphens::ends_in_hyphen;
use super::leading::Leading;
use super::lines::Line;
use super::notes::notes_of;
use super::notes::split_notes;
use super::page::Area;

/// What a paragraph is, as far as its shape tells; headings are told later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// An item of a list.
    Item {
        depth: u8,
    },
    /// A row of a table.
    Row,
    /// A note at the foot of a page.
    Note,
}

/// A paragraph, item, table row or note.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub kind: Kind,
    pub parts: Vec<Part>,
    pub size: f32,
    pub bold: bool,
    pub italic: bool,
    pub lines: usize,
    /// The number or bullet taken off its text.
    pub marker: String,
    pub numbered: bool,
    /// Where its first line stands.
    pub first: Area,
    /// Where its last line stands.
    pub last: Area,
    /// The free space above it, in points; zero at the top of a region.
    pub space_above: f32,
    /// The free space below it, in points; zero at the foot of a region.
    pub space_below: f32,
    /// The right edge of the column that it stands in.
    pub column_right: f32,
    /// The marked content of its first word; negative for none.
    pub mark: i32,
    /// Whether it is the first or last of its region.
    pub opens_region: bool,
    pub closes_region: bool,
    first_width: f32,
}

/// A run of text of one page under one link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub page: u32,
    pub text: String,
    pub link: u16,
}

impl Paragraph {
    /// All its words.
    pub(super) fn text(&self) -> String {
        self.parts.iter().map(|part| part.text.as_str()).collect()
    }

    /// The page that it begins on.
    pub(super) fn page(&self) -> u32 {
        self.parts.first().map_or(1, |part| part.page)
    }

    fn last_page(&self) -> u32 {
        self.parts.last().map_or(1, |part| part.page)
    }
}

/// What is known of the whole document when its paragraphs are made.
pub(super) struct Habits<'h> {
    pub vocabulary: &'h Vocabulary,
    pub leading: &'h Leading,
    /// The size of most letters.
    pub body_size: f32,
}

/// The paragraphs of all regions, in reading order.
pub(super) fn paragraphs(pages: Vec<(f32, Vec<Region>)>, habits: &Habits<'_>) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = Vec::new();
    let mut notes: Vec<Paragraph> = Vec::new();
    for (height, regions) in pages {
        for region in regions {
            match region {
                Region::Table(rows) => {
                    for row in rows {
                        push_row(&mut all, row.cells, habits);
                    }
                }
                Region::Flow(lines) => {
                    let (text, foot) = split_notes(lines, height, habits);
                    notes.extend(notes_of(foot, habits));
                    let made = column_paragraphs(text, habits);
                    join_region(&mut all, &mut notes, made, habits);
                }
            }
        }
    }
    all.append(&mut notes);
    all
}

/// Appends the paragraphs of one region: its first one may go on with one that an earlier region left open.
fn join_region(
    all: &mut Vec<Paragraph>,
    notes: &mut Vec<Paragraph>,
    made: Vec<Paragraph>,
    habits: &Habits<'_>,
) {
    let mut made = made.into_iter();
    let Some(first) = made.next() else { return };
    match open_place(all, &first, habits) {
        Some(place) => {
            if let Some(open) = all.get_mut(place) {
                continue_with(open, first, habits);
            }
        }
        None => {
            place_notes(all, notes, first.page());
            all.push(first);
        }
    }
    let rest: Vec<Paragraph> = made.collect();
    if let Some(next) = rest.first() {
        place_notes(all, notes, next.page());
    }
    all.extend(rest);
}

/// Puts the notes of pages before `page` after the paragraph that they belong to.
fn place_notes(all: &mut Vec<Paragraph>, notes: &mut Vec<Paragraph>, page: u32) {
    let (ready, later): (Vec<Paragraph>, Vec<Paragraph>) =
        notes.drain(..).partition(|note| note.page() < page);
    all.extend(ready);
    *notes = later;
}

/// How many paragraphs back an interrupted one is looked for: past a table, a box or a caption.
const LOOK_BACK: usize = 14;

fn open_place(all: &[Paragraph], next: &Paragraph, habits: &Habits<'_>) -> Option<usize> {
    if !matches!(next.kind, Kind::Text) {
        return None;
    }
    let last = all.len().checked_sub(1)?;
    if goes_on(all.get(last)?, next, habits) {
        return Some(last);
    }
    if !begins_inside(&next.text()) {
        return None;
    }
    (last.saturating_sub(LOOK_BACK)..last)
        .rev()
        .take_while(|&place| {
            all.get(place)
                .is_some_and(|before| before.last_page() + 1 >= next.page())
        })
        .find(|&place| {
            all.get(place).is_some_and(|before| {
                before.closes_region
                    && matches!(before.kind, Kind::Text | Kind::Item { .. })
                    && before.lines >= 2
                    && goes_on(before, next, habits)
            })
        })
}

/// Whether `next`, at the top of a region, goes on with what `before`, at the foot of another, says.
fn goes_on(before: &Paragraph, next: &Paragraph, habits: &Habits<'_>) -> bool {
    let alike = (before.size - next.size).abs() <= 0.06 * before.size && before.bold == next.bold;
    if !alike || !matches!(before.kind, Kind::Text | Kind::Item { .. }) {
        return false;
    }
    let text = before.text();
    if ends_in_hyphen(&text) {
        return true;
    }
    if ends_thought(&text) {
        return false;
    }
    if begins_inside(&next.text()) {
        return true;
    }
    let room = before.column_right - before.last.right;
    let body = before.size <= 1.1 * habits.body_size;
    body && before.lines >= 2 && next.lines >= 2 && room < next.first_width + 0.3 * next.size
}

fn ends_thought(text: &str) -> bool {
    let text = text.trim_end_matches(|character: char| {
        matches!(character, '"' | '\'' | '”' | '’' | ')' | ']')
            || matches!(character, '¹' | '²' | '³' | '⁰'..='⁹')
    });
    text.ends_with(['.', '!', '?', ':', ';'])
}

fn begins_inside(text: &str) -> bool {
    text.chars()
        .find(|character| !matches!(character, '(' | '"' | '“' | '‘' | '\''))
        .is_some_and(|character| character.is_lowercase())
}

fn push_row(all: &mut Vec<Paragraph>, cells: Vec<Vec<Line>>, habits: &Habits<'_>) {
    let mut row: Option<Paragraph> = None;
    for cell in cells {
        let mut text: Option<Paragraph> = None;
        for line in cell {
            let line = opened(line, Kind::Row);
            match &mut text {
                Some(open) => continue_with(open, line, habits),
                None => text = Some(line),
            }
        }
        let Some(cell) = text else { continue };
        match &mut row {
            Some(row) => {
                if let Some(last) = row.parts.last_mut() {
                    last.text.push_str(" | ");
                }
                row.bold &= cell.bold;
                row.parts.extend(cell.parts);
            }
            None => row = Some(cell),
        }
    }
    all.extend(row);
}

/// The paragraphs of one column.
fn column_paragraphs(lines: Vec<Line>, habits: &Habits<'_>) -> Vec<Paragraph> {
    let rights = right_edges(&lines, habits);
    let column = lines
        .iter()
        .map(|line| line.area)
        .reduce(Area::with)
        .unwrap_or_default();
    let mut made: Vec<Paragraph> = Vec::new();
    let mut list = List::default();
    let mut before: Option<Line> = None;
    // Where the second and later lines of the open paragraph begin.
    let mut margin: Option<f32> = None;
    for (place, mut line) in lines.into_iter().enumerate() {
        let right = rights.get(place).copied().unwrap_or(column.right);
        if let Some(above) = &before {
            drop_false_bullet(&mut line, above, right, &list);
        }
        let joins = match (&before, made.last()) {
            (Some(above), Some(open)) => {
                let edges = Edges {
                    column,
                    right: rights.get(place.wrapping_sub(1)).copied().unwrap_or(right),
                    margin,
                };
                line.bullet.is_none() && !breaks(above, &line, open, &edges, habits)
            }
            _ => false,
        };
        let above = before.replace(line.clone());
        if joins {
            margin = Some(line.area.left);
            if let Some(open) = made.last_mut() {
                let new = opened(line, open.kind);
                continue_with(open, new, habits);
            }
            continue;
        }
        margin = None;
        let kind = list.kind_of(&line);
        let space = above.map_or(0.0, |above| {
            (line.baseline - above.baseline - habits.leading.of(line.size.min(above.size))).max(0.0)
        });
        if let Some(last) = made.last_mut() {
            last.space_below = space;
        }
        let mut new = opened(line, kind);
        new.space_above = space;
        new.column_right = right.max(column.right.min(right + 0.5));
        new.opens_region = made.is_empty();
        made.push(new);
    }
    if let Some(last) = made.last_mut() {
        last.closes_region = true;
    }
    made
}

/// For each line the right edge of the run of evenly set lines that it stands in.
fn right_edges(lines: &[Line], habits: &Habits<'_>) -> Vec<f32> {
    let mut edges = vec![0.0f32; lines.len()];
    let mut from = 0;
    for place in 0..lines.len() {
        let ends = match (lines.get(place), lines.get(place + 1)) {
            (Some(line), Some(next)) => {
                let step = next.baseline - line.baseline;
                step > 1.2 * habits.leading.of(line.size)
                    || (next.size - line.size).abs() > 0.08 * line.size
            }
            _ => true,
        };
        if !ends {
            continue;
        }
        let run = lines.get(from..=place).unwrap_or_default();
        let right = run.iter().map(|line| line.area.right).fold(0.0, f32::max);
        if let Some(edges) = edges.get_mut(from..=place) {
            edges.fill(right);
        }
        from = place + 1;
    }
    edges
}

/// A line that happens to begin with a dash or number is no item while the sentence before it is still open.
fn drop_false_bullet(line: &mut Line, above: &Line, right: f32, list: &List) {
    let Some(bullet) = line.bullet else { return };
    let dash = matches!(line.marker.as_str(), "-" | "–" | "—" | "−" | "*");
    if bullet == Bullet::Sign && !dash {
        return;
    }
    let room = right - above.area.right;
    let full = room < line.first_width + 2.0 * line.size;
    let open = !ends_thought(&above.text)
        && full
        && (above.bullet.is_none() || above.area.left + 1.0 < line.area.left);
    let level = list
        .lefts
        .iter()
        .any(|left| (left - line.area.left).abs() < 0.5 * line.size);
    let step = line.baseline - above.baseline;
    if open && !level && step < 1.9 * line.size && !above.bold {
        line.text = format!("{} {}", line.marker, line.text);
        let shift = line.marker.len() + 1;
        for part in &mut line.links {
            part.start += shift;
            part.end += shift;
        }
        line.bullet = None;
        line.marker.clear();
        line.text_left = line.area.left;
    }
}

/// The list that is being read: where its bullets stand, outermost first.
#[derive(Debug, Default)]
struct List {
    lefts: Vec<f32>,
}

impl List {
    fn kind_of(&mut self, line: &Line) -> Kind {
        if line.bullet.is_none() {
            self.lefts.clear();
            return Kind::Text;
        }
        let left = line.area.left;
        let near = 0.6 * line.size;
        while self.lefts.last().is_some_and(|last| *last > left + near) {
            self.lefts.pop();
        }
        if self.lefts.last().is_none_or(|last| left > last + near) {
            self.lefts.push(left);
        }
        Kind::Item {
            depth: u8::try_from(self.lefts.len().saturating_sub(1)).unwrap_or(u8::MAX),
        }
    }
}

struct Edges {
    column: Area,
    /// The right edge of the lines around.
    right: f32,
    margin: Option<f32>,
}

/// Whether a new paragraph begins with `line`, the one below `above`.
fn breaks(above: &Line, line: &Line, open: &Paragraph, edges: &Edges, habits: &Habits<'_>) -> bool {
    let size = above.size.max(line.size);
    if (above.size - line.size).abs() > 0.08 * size {
        return true;
    }
    let step = line.baseline - above.baseline;
    if step <= 0.0 || step > 1.2 * habits.leading.of(line.size) + 0.3 {
        return true;
    }
    if ends_in_hyphen(&above.text) && begins_inside(&line.text) {
        return false;
    }
    let centre = |line: &Line| (line.area.left + line.area.right) / 2.0;
    let centred = (centre(above) - centre(line)).abs() < 0.6 * size
        && (above.area.left - line.area.left).abs() > 0.6 * size
        && (above.area.left - edges.column.left).abs() > size;
    let room = edges.right - above.area.right;
    let forced = room > line.first_width + 0.45 * size && !centred;
    if above.bold != line.bold {
        // A bold phrase may end or begin with a line; a heading leaves its line unfinished.
        return forced || ends_thought(&above.text) || room > 4.0 * size;
    }
    if centred {
        return false;
    }
    if forced {
        return true;
    }
    let item = matches!(open.kind, Kind::Item { .. });
    let expected = edges.margin.unwrap_or(if item {
        above.text_left
    } else {
        above.area.left
    });
    let indent = line.area.left - expected;
    if item {
        // Back at the margin of the column after the item: text again.
        return edges.margin.is_none()
            && indent < -0.7 * size
            && (ends_thought(&above.text) && line.area.left < open.first.left - 0.3 * size);
    }
    if indent > 0.8 * size {
        return ends_thought(&above.text) || indent > 6.0 * size;
    }
    if indent < -0.8 * size {
        // The second line of an indented paragraph stands further left; any later one does not.
        return edges.margin.is_some();
    }
    false
}

pub(super) fn opened(line: Line, kind: Kind) -> Paragraph {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut push = |from: usize, to: usize, link: u16| {
        if let Some(text) = line.text.get(from..to)
            && !text.is_empty()
        {
            parts.push(Part {
                page: line.page,
                text: text.to_owned(),
                link,
            });
        }
    };
    for part in &line.links {
        push(done, part.start, 0);
        push(part.start, part.end, part.link);
        done = part.end;
    }
    push(done, line.text.len(), 0);
    Paragraph {
        kind,
        parts,
        size: line.size,
        bold: line.bold,
        italic: line.italic,
        lines: 1,
        numbered: line.bullet == Some(Bullet::Number),
        marker: line.marker,
        first: line.area,
        last: line.area,
        space_above: 0.0,
        space_below: 0.0,
        column_right: line.area.right,
        mark: line.mark,
        opens_region: false,
        closes_region: false,
        first_width: line.first_width,
    }
}

/// Puts `next` behind `open`, with a space, a hyphen or nothing between them.
pub(super) fn continue_with(open: &mut Paragraph, next: Paragraph, habits: &Habits<'_>) {
    if let (Some(last), Some(first)) = (open.parts.last_mut(), next.parts.first()) {
        match habits.vocabulary.joint(&last.text, &first.text) {
            Joint::Seamless => {
                last.text.pop();
            }
            Joint::Hyphen => {}
            Joint::Space => last.text.push(' '),
        }
    }
    for part in next.parts {
        match open.parts.last_mut() {
            Some(last) if last.page == part.page && last.link == part.link => {
                last.text.push_str(&part.text);
            }
            _ => open.parts.push(part),
        }
    }
    open.bold &= next.bold;
    open.italic &= next.italic;
    open.lines += next.lines;
    open.last = next.last;
    open.column_right = open.column_right.max(next.column_right);
    open.closes_region = next.closes_region;
    open.space_below = next.space_below;
}
