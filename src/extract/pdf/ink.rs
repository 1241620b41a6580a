//! Lines and areas as instructions build them, and whether they are painted white.

use hayro_syntax::content::ops::TypedInstruction as Operator;
use hayro_syntax::object::Name;
use hayro_syntax::object::Number;
use hayro_syntax::object::Object;
use hayro_syntax::object::Stream;
use hayro_syntax::page::Resources;
use kurbo::Point;
use kurbo::Rect;

/// What areas are filled with.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fill {
    space: Space,
    white: bool,
    /// Painted with next to no ink.
    pub clear: bool,
}

/// What the numbers of a colour mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Space {
    /// Light, one number or three: white where all are one.
    #[default]
    Light,
    /// Ink: white where all are nought.
    Ink,
    /// Anything else.
    Other,
}

impl Fill {
    /// Whether what it fills looks like paper.
    pub(super) fn is_white(&self) -> bool {
        self.white || self.clear
    }

    /// Follows an instruction about the colour of areas; gives back any other.
    pub(super) fn take<'b, 'c>(
        &mut self,
        operator: Operator<'b, 'c>,
        resources: &Resources<'_>,
    ) -> Option<Operator<'b, 'c>> {
        match operator {
            Operator::NonStrokeColorDeviceGray(gray) => self.set(Space::Light, &[gray.0]),
            Operator::NonStrokeColorDeviceRgb(rgb) => {
                self.set(Space::Light, &[rgb.0, rgb.1, rgb.2]);
            }
            Operator::NonStrokeColorCmyk(ink) => {
                self.set(Space::Ink, &[ink.0, ink.1, ink.2, ink.3]);
            }
            Operator::ColorSpaceNonStroke(name) => {
                self.space = Space::named(name.0, resources);
                self.white = false;
            }
            Operator::NonStrokeColor(color) => self.set(self.space, &color.0),
            Operator::NonStrokeColorNamed(color) => match color.1 {
                Some(_) => self.white = false,
                None => self.set(self.space, &color.0),
            },
            other => return Some(other),
        }
        None
    }

    fn set(&mut self, space: Space, numbers: &[Number]) {
        self.space = space;
        self.white = !numbers.is_empty()
            && numbers.iter().all(|number| match space {
                Space::Light => number.as_f32() > 0.985,
                Space::Ink => number.as_f32() < 0.015,
                Space::Other => false,
            });
    }
}

impl Space {
    fn named(name: &Name<'_>, resources: &Resources<'_>) -> Self {
        match &**name {
            b"DeviceGray" | b"DeviceRGB" | b"G" | b"RGB" => return Self::Light,
            b"DeviceCMYK" | b"CMYK" => return Self::Ink,
            _ => {}
        }
        let Some(Object::Array(parts)) = resources.get_color_space(name) else {
            return Self::Other;
        };
        let mut parts = parts.flex_iter();
        let family = parts.next::<Name<'_>>();
        match family.as_deref() {
            Some(b"CalGray" | b"CalRGB" | b"DeviceGray" | b"DeviceRGB") => Self::Light,
            Some(b"DeviceCMYK" | b"Separation" | b"DeviceN") => Self::Ink,
            Some(b"ICCBased") => {
                let profile = parts.next::<Stream<'_>>();
                match profile.and_then(|profile| profile.dict().get::<u32>(b"N")) {
                    Some(4) => Self::Ink,
                    Some(_) => Self::Light,
                    None => Self::Other,
                }
            }
            _ => Self::Other,
        }
    }
}

/// Points kept of one path: a longer one is a drawing, neither a rule nor a box.
const MOST_STEPS: usize = 400;

/// The path that is being built.
#[derive(Debug, Default)]
pub(super) struct Path {
    steps: Vec<Step>,
    start: Point,
    bounds: Option<Rect>,
    too_long: bool,
}

/// One step along a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Step {
    Move(Point),
    Line(Point),
    Curve(Point),
    Close,
}

/// What happens with a path at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Painted {
    pub filled: bool,
    pub stroked: bool,
}

impl Path {
    /// Takes a step, or says how the path is painted.
    pub(super) fn take(&mut self, operator: Operator<'_, '_>) -> Option<Painted> {
        let at = |x: Number, y: Number| Point::new(x.as_f64(), y.as_f64());
        let (filled, stroked) = match operator {
            Operator::MoveTo(to) => {
                self.start = at(to.0, to.1);
                self.step(Step::Move(self.start));
                return None;
            }
            Operator::LineTo(to) => {
                self.step(Step::Line(at(to.0, to.1)));
                return None;
            }
            Operator::CubicTo(to) => {
                self.step(Step::Curve(at(to.4, to.5)));
                return None;
            }
            Operator::CubicStartTo(to) => {
                self.step(Step::Curve(at(to.2, to.3)));
                return None;
            }
            Operator::CubicEndTo(to) => {
                self.step(Step::Curve(at(to.2, to.3)));
                return None;
            }
            Operator::RectPath(rect) => {
                let (x, y) = (rect.0.as_f64(), rect.1.as_f64());
                let (right, top) = (x + rect.2.as_f64(), y + rect.3.as_f64());
                self.start = Point::new(x, y);
                self.step(Step::Move(self.start));
                self.step(Step::Line(Point::new(right, y)));
                self.step(Step::Line(Point::new(right, top)));
                self.step(Step::Line(Point::new(x, top)));
                self.close();
                return None;
            }
            Operator::ClosePath(_) => {
                self.close();
                return None;
            }
            Operator::CloseAndStrokePath(_) => {
                self.close();
                (false, true)
            }
            Operator::CloseFillAndStrokeNonZero(_) | Operator::CloseFillAndStrokeEvenOdd(_) => {
                self.close();
                (true, true)
            }
            Operator::StrokePath(_) => (false, true),
            Operator::FillPathNonZero(_)
            | Operator::FillPathNonZeroCompatibility(_)
            | Operator::FillPathEvenOdd(_) => (true, false),
            Operator::FillAndStrokeNonZero(_) | Operator::FillAndStrokeEvenOdd(_) => (true, true),
            Operator::EndPath(_) => (false, false),
            _ => return None,
        };
        Some(Painted { filled, stroked })
    }

    fn step(&mut self, step: Step) {
        if let Step::Move(point) | Step::Line(point) | Step::Curve(point) = step {
            let here = Rect::from_points(point, point);
            self.bounds = Some(self.bounds.map_or(here, |before| before.union(here)));
        }
        if self.steps.len() < MOST_STEPS {
            self.steps.push(step);
        } else {
            self.too_long = true;
        }
    }

    fn close(&mut self) {
        if !matches!(self.steps.last(), None | Some(Step::Close)) {
            self.step(Step::Close);
        }
    }

    /// Forgets the path, keeping its room.
    pub(super) fn clear(&mut self) {
        self.steps.clear();
        self.bounds = None;
        self.too_long = false;
    }

    /// Its steps; none where there are too many to be a rule or a box.
    pub(super) fn steps(&self) -> &[Step] {
        if self.too_long { &[] } else { &self.steps }
    }

    /// The smallest rectangle around its points.
    pub(super) fn bounds(&self) -> Option<Rect> {
        self.bounds
    }

    /// The rectangle that it is, if it is one.
    pub(super) fn rectangle(&self) -> Option<Rect> {
        let bounds = self.bounds?;
        let [first, rest @ ..] = self.steps() else {
            return None;
        };
        if self.steps.len() != 5 || !matches!(first, Step::Move(_)) {
            return None;
        }
        let mut corners = [false; 4];
        for step in self.steps() {
            let point = match step {
                Step::Move(point) | Step::Line(point) => *point,
                Step::Close => continue,
                Step::Curve(_) => return None,
            };
            let near = |a: f64, b: f64| (a - b).abs() < 1.0 / 4_096.0;
            let (left, right) = (near(point.x, bounds.x0), near(point.x, bounds.x1));
            let (low, high) = (near(point.y, bounds.y0), near(point.y, bounds.y1));
            for (corner, here) in
                corners
                    .iter_mut()
                    .zip([left && low, left && high, right && low, right && high])
            {
                *corner |= here;
            }
        }
        let moves_again = rest.iter().any(|step| matches!(step, Step::Move(_)));
        (!moves_again && corners == [true; 4]).then_some(bounds)
    }
}

#[cfg(test)]
mod tests {
    use hayro_syntax::content::TypedIter;
    use hayro_syntax::object::Dict;

    use super::*;

    fn path_of(content: &str) -> Path {
        let mut path = Path::default();
        let mut operators = TypedIter::new(content.as_bytes());
        while let Some(operator) = operators.next() {
            path.take(operator);
        }
        path
    }

    #[test]
    fn four_corners_are_a_rectangle_and_three_are_not() {
        let expected = Rect::new(1.0, 2.0, 4.0, 6.0);

        assert_eq!(path_of("1 2 3 4 re").rectangle(), Some(expected));
        assert_eq!(
            path_of("1 2 m 4 2 l 4 6 l 1 6 l h").rectangle(),
            Some(expected)
        );
        assert_eq!(path_of("1 2 m 4 2 l 4 6 l 3 5 l h").rectangle(), None);
        assert_eq!(path_of("1 2 3 4 re 1 2 3 4 re").rectangle(), None);
    }

    #[test]
    fn white_is_full_light_or_no_ink() {
        let resources = Resources::new(Dict::empty());
        let white = |content: &str| {
            let mut fill = Fill::default();
            let mut operators = TypedIter::new(content.as_bytes());
            while let Some(operator) = operators.next() {
                fill.take(operator, &resources);
            }
            fill.is_white()
        };

        assert!(white("1 g"));
        assert!(white("1 1 1 rg"));
        assert!(white("0 0 0 0 k"));
        assert!(white("/DeviceCMYK cs 0 0 0 0 scn"));
        assert!(!white("0 0 0 1 k"));
        assert!(!white("1 g /DeviceRGB cs"), "a new space begins with black");
        assert!(!white("/P0 scn"));
    }
}
