//! Properties of paragraphs, runs, rows and cells, as far as they bear on the text.

use super::Close;
use super::Opened;
use super::Walker;
use super::number;

impl Walker<'_> {
    /// A property of the paragraph, run, row, cell or section that is open.
    pub(super) fn enter_property(&mut self, name: &str, element: &Opened<'_>) -> Option<Close> {
        let in_run = self.open.iter().rev().find_map(|close| match close {
            Close::Run => Some(true),
            Close::Paragraph => Some(false),
            _ => None,
        });
        match name {
            // What the properties were before a tracked change.
            _ if name.ends_with("Change") => return None,
            "gridSpan" => {
                let span = number(element.value()).unwrap_or(1usize);
                if let Some(cell) = self.row().and_then(|row| row.last_mut()) {
                    cell.span = span.clamp(1, 63);
                }
            }
            "vMerge" => {
                let continues = element.value().is_none_or(|value| value == "continue");
                if let Some(cell) = self.row().and_then(|row| row.last_mut()) {
                    cell.continues = continues;
                }
            }
            "del" | "moveFrom" => match self.open_owner() {
                Close::Row => self.row_deleted = true,
                Close::Paragraph => {
                    if let Some(paragraph) = self.paragraphs.last_mut() {
                        paragraph.joins_next = true;
                    }
                }
                _ => {}
            },
            "headerReference" | "footerReference" => {
                self.body.margins.extend(element.attribute("id"));
            }
            _ if in_run == Some(true) => self.run_property(name, element),
            _ => self.paragraph_property(name, element),
        }
        Some(Close::Nothing)
    }

    /// What the properties that are read now belong to.
    fn open_owner(&self) -> Close {
        self.open
            .iter()
            .rev()
            .find(|close| !matches!(close, Close::Nothing | Close::Properties))
            .copied()
            .unwrap_or(Close::Nothing)
    }

    fn run_property(&mut self, name: &str, element: &Opened<'_>) {
        match name {
            "rStyle" => {
                let effect = self.context.styles.effect_of(element.value().as_deref());
                self.run.bold |= effect.bold;
                self.run.size = self.run.size.or(effect.size);
                self.hidden |= effect.hidden;
            }
            "b" => self.run.bold = element.is_on(),
            "sz" => self.run.size = number(element.value()),
            "vanish" => self.hidden = element.is_on(),
            _ => {}
        }
    }

    fn paragraph_property(&mut self, name: &str, element: &Opened<'_>) {
        let value = element.value();
        if name == "pageBreakBefore" && element.is_on() && !self.has_rendered_breaks {
            self.turn_page();
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match name {
            "pStyle" => paragraph.style = value,
            "outlineLvl" => paragraph.outline = number(value),
            "numId" => paragraph.list.number = number(value),
            "ilvl" => paragraph.list.level = number(value),
            _ => {}
        }
    }
}
