//! Follows the drawing instructions of a page as far as its text bears on them: where letters stand, lines and boxes
//! around them, pictures. Colours count only as white or not; nothing is drawn (ISO 32000-2, 8 and 9).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Instant;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Operator;
use hayro_syntax::object::Array;
use hayro_syntax::object::Dict;
use hayro_syntax::object::Name;
use hayro_syntax::object::Number;
use hayro_syntax::object::Object;
use hayro_syntax::object::ObjectIdentifier;
use hayro_syntax::object::Rect as Corners;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Page as SourcePage;
use hayro_syntax::page::Resources;
use kurbo::Affine;
use kurbo::Point;
use kurbo::Rect;

use super::fonts::Fonts;
use super::glyphs::Collector;
use super::glyphs::Mark;
use super::ink::Fill;
use super::ink::Path;
use super::layers::Layers;
use super::opening::nests_deeper_than;
use super::text_state::Shown;
use super::text_state::TextState;
use super::unfold::Refusal;
use super::unfold::Unfolding;

/// What one page may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// Instructions followed on one page.
    pub operators: u32,
    /// Forms drawn on one page, those inside others included.
    pub forms: u32,
    /// Bytes of letters taken of one page.
    pub letters: usize,
    /// The deepest nesting of objects.
    pub depth: usize,
    /// When to stop, wherever reading has come to.
    pub deadline: Instant,
}

/// Why a page is left before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// It costs too much.
    TooCostly,
    /// The file unfolds to more than any document holds.
    Bomb,
}

/// Bytes of instructions of one page or form; the densest map has a tenth of it.
const CONTENT_BYTES: usize = 64 << 20;

/// Forms inside forms that are followed.
const FORM_DEPTH: usize = 28;

/// States that are kept to return to; what is saved beyond is the same as the last.
const MOST_SAVED: usize = 4_096;

/// Bytes of forms kept unfolded: those that each page draws are unfolded once.
const KEPT_FORMS: usize = 16 << 20;

/// The annotations of one page whose appearance is read.
const MOST_ANNOTATIONS: usize = 2_000;

/// What is known of the file beyond the page at hand.
pub(super) struct Known<'a> {
    pub fonts: Fonts<'a>,
    pub layers: Layers,
    pub unfolding: Unfolding,
    forms: BTreeMap<ObjectIdentifier, Rc<[u8]>>,
    forms_bytes: usize,
}

impl Known<'_> {
    pub(super) fn new(layers: Layers, unfolding: Unfolding) -> Self {
        Self {
            fonts: Fonts::new(),
            layers,
            unfolding,
            forms: BTreeMap::new(),
            forms_bytes: 0,
        }
    }
}

/// What an instruction finds set.
#[derive(Debug, Clone, Copy)]
struct State {
    matrix: Affine,
    text: TextState,
    fill: Fill,
}

/// Follows the instructions of one page.
pub(super) struct Interpreter<'k, 'a> {
    known: &'k mut Known<'a>,
    collector: Collector,
    budget: Budget,
    operators: u32,
    forms: u32,
    state: State,
    saved: Vec<State>,
    /// States saved beyond those kept.
    unkept: usize,
    /// The forms that are being drawn, outermost first.
    open: Vec<ObjectIdentifier>,
    /// Whether what stands in each marked content that is open is shown.
    shown: Vec<bool>,
    path: Path,
}

impl<'k, 'a> Interpreter<'k, 'a> {
    pub(super) fn new(known: &'k mut Known<'a>, collector: Collector, budget: Budget) -> Self {
        Self {
            known,
            collector,
            budget,
            operators: 0,
            forms: 0,
            state: State {
                matrix: Affine::IDENTITY,
                text: TextState::default(),
                fill: Fill::default(),
            },
            saved: Vec::new(),
            unkept: 0,
            open: Vec::new(),
            shown: Vec::new(),
            path: Path::default(),
        }
    }

    /// Reads the page and its annotations.
    pub(super) fn read(&mut self, page: &SourcePage<'a>) -> Result<(), Left> {
        self.state.matrix = Affine::new(page.initial_transform(true).as_coeffs());
        let content = self.content_of(page)?;
        self.follow(&content, page.resources())?;
        self.leave(0);
        self.state.matrix = Affine::new(page.initial_transform(true).as_coeffs());
        self.state.text = TextState::default();
        if let Some(notes) = page.raw().get::<Array<'a>>(b"Annots") {
            for note in notes.iter::<Dict<'a>>().take(MOST_ANNOTATIONS) {
                self.annotation(&note, page.resources())?;
            }
        }
        Ok(())
    }

    /// What was collected so far.
    pub(super) fn finish(self) -> Collector {
        self.collector
    }

    fn count(&mut self) -> Result<(), Left> {
        self.operators += 1;
        let late = self.operators.is_multiple_of(1_024) && Instant::now() > self.budget.deadline;
        if late
            || self.operators > self.budget.operators
            || self.collector.letters() > self.budget.letters
        {
            return Err(Left::TooCostly);
        }
        Ok(())
    }

    /// The instructions of the page, whose streams are one after the other.
    fn content_of(&mut self, page: &SourcePage<'a>) -> Result<Cow<'a, [u8]>, Left> {
        if let Some(single) = page.raw().get::<Stream<'a>>(b"Contents") {
            return self.unfold(&single, CONTENT_BYTES);
        }
        let Some(several) = page.raw().get::<Array<'a>>(b"Contents") else {
            return Ok(Cow::Borrowed(&[]));
        };
        let mut content = Vec::new();
        for part in several.iter::<Stream<'a>>() {
            let left = CONTENT_BYTES.saturating_sub(content.len());
            content.extend_from_slice(&self.unfold(&part, left)?);
            content.push(b' ');
        }
        Ok(Cow::Owned(content))
    }

    fn unfold(&mut self, stream: &Stream<'a>, most: usize) -> Result<Cow<'a, [u8]>, Left> {
        let content = match self.known.unfolding.bytes_of(stream, most) {
            Ok(content) => content,
            Err(Refusal::Unreadable) => return Ok(Cow::Borrowed(&[])),
            Err(Refusal::TooMuch) => return Err(Left::TooCostly),
            Err(Refusal::Bomb) => return Err(Left::Bomb),
        };
        if nests_deeper_than(&content, self.budget.depth) {
            return Err(Left::TooCostly);
        }
        Ok(content)
    }

    fn follow(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), Left> {
        let mut operators = TypedIter::new(content);
        let floor = self.saved.len();
        while let Some(operator) = operators.next() {
            self.count()?;
            match operator {
                Operator::SaveState(_) => self.save(),
                Operator::RestoreState(_) => self.restore(floor),
                Operator::Transform(by) => {
                    self.state.matrix *= affine([by.0, by.1, by.2, by.3, by.4, by.5]);
                }
                Operator::SetGraphicsState(name) => {
                    if let Some(set) = resources.get_ext_g_state(name.0) {
                        self.set(&set);
                    }
                }
                Operator::XObject(name) => self.x_object(name.0, resources)?,
                Operator::InlineImage(_) => self.picture(),
                Operator::BeginMarkedContent(mark) => self.begin_mark(mark.0, None, resources),
                Operator::BeginMarkedContentWithProperties(mark) => {
                    self.begin_mark(mark.0, Some(mark.1), resources);
                }
                Operator::EndMarkedContent(_) => {
                    self.shown.pop();
                    self.collector.end_mark();
                }
                Operator::TextFont(font) => {
                    self.state.text.font = Some(self.known.fonts.named(font.0, resources));
                    self.state.text.size = font.1.as_f64();
                }
                Operator::ShowText(text) => self.show(text.0.as_bytes()),
                Operator::NextLineAndShowText(text) => {
                    self.state.text.next_line_by_leading();
                    self.show(text.0.as_bytes());
                }
                Operator::ShowTextWithParameters(text) => {
                    self.state.text.word_space = text.0.as_f64();
                    self.state.text.letter_space = text.1.as_f64();
                    self.state.text.next_line_by_leading();
                    self.show(text.2.as_bytes());
                }
                Operator::ShowTexts(texts) => self.show_all(texts.0),
                other => {
                    let other = self.state.text.take(other);
                    let other = other.and_then(|other| self.state.fill.take(other, resources));
                    if let Some(other) = other {
                        self.draw(other);
                    }
                }
            }
        }
        self.leave(floor);
        Ok(())
    }

    fn save(&mut self) {
        if self.saved.len() < MOST_SAVED {
            self.saved.push(self.state);
        } else {
            self.unkept += 1;
        }
    }

    fn restore(&mut self, floor: usize) {
        if self.unkept > 0 {
            self.unkept -= 1;
        } else if self.saved.len() > floor
            && let Some(state) = self.saved.pop()
        {
            self.state = state;
        }
    }

    /// Takes back what was saved and not restored.
    fn leave(&mut self, floor: usize) {
        self.unkept = 0;
        if let Some(outer) = self.saved.get(floor) {
            self.state = *outer;
        }
        self.saved.truncate(floor);
    }

    fn set(&mut self, set: &Dict<'a>) {
        if let Some(opacity) = set.get::<f32>(b"ca") {
            self.state.fill.clear = opacity < 0.02;
        }
        if let Some(font) = set.get::<Array<'a>>(b"Font") {
            let mut parts = font.flex_iter();
            if let (Some(dict), Some(size)) = (parts.next::<Dict<'a>>(), parts.next::<Number>()) {
                self.state.text.font = Some(self.known.fonts.of_dict(&dict));
                self.state.text.size = size.as_f64();
            }
        }
    }

    fn is_shown(&self) -> bool {
        self.shown.last().copied().unwrap_or(true)
    }

    fn begin_mark(
        &mut self,
        tag: &Name<'_>,
        properties: Option<&Object<'_>>,
        resources: &Resources<'a>,
    ) {
        let mut number = None;
        let mut shown = self.is_shown();
        match properties {
            Some(Object::Dict(direct)) => number = direct.get::<i32>(b"MCID"),
            Some(Object::Name(name)) => {
                let listed = resources.properties.get::<Dict<'a>>(name);
                number = listed.as_ref().and_then(|dict| dict.get::<i32>(b"MCID"));
                if **tag == *b"OC" {
                    let reference = resources.properties.get_ref(name);
                    shown &= self.known.layers.shows(reference, listed.as_ref());
                }
            }
            _ => {}
        }
        // A flood of marks is cut: what is not kept here ends at the next end of one.
        if self.shown.len() < MOST_SAVED {
            self.shown.push(shown);
        }
        self.collector.begin_mark(Mark {
            number,
            artifact: **tag == *b"Artifact",
        });
    }

    fn x_object(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), Left> {
        let Some(stream) = resources.get_x_object(name) else {
            return Ok(());
        };
        let dict = stream.dict();
        let layer = dict.get::<Dict<'a>>(b"OC");
        let shown = self.known.layers.shows(dict.get_ref(b"OC"), layer.as_ref());
        if !shown || !self.is_shown() {
            return Ok(());
        }
        match dict.get::<Name<'a>>(b"Subtype").as_deref() {
            Some(b"Image") => {
                self.picture();
                Ok(())
            }
            Some(b"Form") => self.form(&stream, resources),
            _ => Ok(()),
        }
    }

    fn form(&mut self, stream: &Stream<'a>, outer: &Resources<'a>) -> Result<(), Left> {
        let id = stream.obj_id();
        // A form that draws itself would never end; no reader follows it.
        if self.open.contains(&id) || self.open.len() >= FORM_DEPTH {
            return Ok(());
        }
        self.forms += 1;
        if self.forms > self.budget.forms {
            return Err(Left::TooCostly);
        }
        let content = self.form_content(stream, id)?;
        let dict = stream.dict();
        self.open.push(id);
        let before = (self.state, self.saved.len(), self.shown.len());
        if let Some(matrix) = dict.get::<[f64; 6]>(b"Matrix") {
            self.state.matrix *= Affine::new(matrix);
        }
        let path = std::mem::take(&mut self.path);
        let own = dict.get::<Dict<'a>>(b"Resources").map(Resources::new);
        let outcome = self.follow(&content, own.as_ref().unwrap_or(outer));
        self.path = path;
        self.state = before.0;
        self.saved.truncate(before.1);
        while self.shown.len() > before.2 {
            self.shown.pop();
            self.collector.end_mark();
        }
        self.open.pop();
        outcome
    }

    fn form_content(
        &mut self,
        stream: &Stream<'a>,
        id: ObjectIdentifier,
    ) -> Result<Rc<[u8]>, Left> {
        if let Some(content) = self.known.forms.get(&id) {
            return Ok(Rc::clone(content));
        }
        let content: Rc<[u8]> = self.unfold(stream, CONTENT_BYTES)?.into();
        if self.known.forms_bytes + content.len() <= KEPT_FORMS {
            self.known.forms_bytes += content.len();
            self.known.forms.insert(id, Rc::clone(&content));
        }
        Ok(content)
    }

    /// Draws the appearance of an annotation where its rectangle is (12.5.5).
    fn annotation(&mut self, note: &Dict<'a>, resources: &Resources<'a>) -> Result<(), Left> {
        const HIDDEN: u32 = 1 << 1;
        const NO_VIEW: u32 = 1 << 5;
        if note.get::<u32>(b"F").unwrap_or(0) & (HIDDEN | NO_VIEW) != 0 {
            return Ok(());
        }
        let appearance = note
            .get::<Dict<'a>>(b"AP")
            .and_then(|states| states.get::<Object<'a>>(b"N"));
        let stream = match appearance {
            Some(Object::Stream(stream)) => Some(stream),
            Some(Object::Dict(states)) => note
                .get::<Name<'a>>(b"AS")
                .and_then(|state| states.get::<Stream<'a>>(state)),
            _ => None,
        };
        let (Some(stream), Some(place)) = (stream, note.get::<Corners>(b"Rect")) else {
            return Ok(());
        };
        let Some(bounds) = stream.dict().get::<Corners>(b"BBox") else {
            return Ok(());
        };
        let matrix = stream
            .dict()
            .get::<[f64; 6]>(b"Matrix")
            .map_or(Affine::IDENTITY, Affine::new);
        let drawn = matrix.transform_rect_bbox(rect_of(bounds));
        let place = rect_of(place);
        let (across, up) = (
            place.width() / drawn.width(),
            place.height() / drawn.height(),
        );
        if !across.is_finite() || !up.is_finite() {
            return Ok(());
        }
        let before = self.state;
        self.state.matrix *= Affine::new([
            across,
            0.0,
            0.0,
            up,
            place.x0 - across * drawn.x0,
            place.y0 - up * drawn.y0,
        ]);
        let outcome = self.form(&stream, resources);
        self.state = before;
        outcome
    }

    fn picture(&mut self) {
        if self.is_shown() {
            let unit = Rect::new(0.0, 0.0, 1.0, 1.0);
            self.collector
                .picture(self.state.matrix.transform_rect_bbox(unit));
        }
    }

    fn show_all(&mut self, parts: &Array<'_>) {
        let vertical = self
            .state
            .text
            .font
            .is_some_and(|font| !self.known.fonts.is_horizontal(font));
        let mut parts = parts.flex_iter();
        while let Some(part) = parts.next::<Object<'_>>() {
            match part {
                Object::String(text) => self.show(text.as_bytes()),
                Object::Number(by) => self.state.text.adjust(by.as_f64(), vertical),
                _ => {}
            }
        }
    }

    fn show(&mut self, bytes: &[u8]) {
        let font = match self.state.text.font {
            Some(font) => font,
            None => self.known.fonts.fallback(),
        };
        let seen = self.is_shown() && (!self.known.fonts.is_fallback(font) || bytes.is_ascii());
        let shown = Shown {
            bytes,
            font,
            seen,
            matrix: self.state.matrix,
        };
        self.state.text.show(
            &shown,
            &mut self.known.fonts,
            &mut self.known.unfolding,
            &mut self.collector,
        );
    }

    fn draw(&mut self, operator: Operator<'_, '_>) {
        let Some(finished) = self.path.take(operator) else {
            return;
        };
        if self.is_shown() {
            self.collector
                .shape(&self.path, finished, self.state.matrix, &self.state.fill);
        }
        self.path.clear();
    }
}

/// A matrix out of the six numbers of an instruction.
pub(super) fn affine(numbers: [Number; 6]) -> Affine {
    Affine::new(numbers.map(|number| number.as_f64()))
}

fn rect_of(corners: Corners) -> Rect {
    Rect::from_points(
        Point::new(corners.x0, corners.y0),
        Point::new(corners.x1, corners.y1),
    )
}
