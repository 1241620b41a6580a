//! Text of runs, and the links and fields around it.

use super::Close;
use super::Field;
use super::Opened;
use super::Run;
use super::Walker;
use super::link_of_field;

impl Walker<'_> {
    /// Text that an element without text of its own stands for.
    pub(super) fn put(&mut self, text: &str) -> Close {
        let outside = std::mem::replace(&mut self.in_text, true);
        self.text(text);
        self.in_text = outside;
        Close::Nothing
    }

    /// Takes text where it is seen: not what is hidden, and not the instructions of fields.
    pub(super) fn text(&mut self, text: &str) {
        if self.in_instruction {
            if let Some(field) = self.fields.last_mut().filter(|field| !field.shows) {
                field.instruction.push_str(text);
            }
            return;
        }
        let in_instructions = self.fields.iter().any(|field| !field.shows);
        if !self.in_text || self.hidden || in_instructions {
            return;
        }
        let link = self
            .links
            .iter()
            .rev()
            .chain(self.fields.iter().rev().map(|field| &field.link))
            .find_map(Option::as_ref);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        if let Some(last) = paragraph.runs.last_mut()
            && last.link.as_ref() == link
            && (last.bold, last.size, last.page) == (self.run.bold, self.run.size, self.page)
        {
            last.text.push_str(text);
            return;
        }
        paragraph.runs.push(Run {
            text: text.to_owned(),
            bold: self.run.bold,
            size: self.run.size,
            link: link.cloned(),
            page: self.page,
        });
    }

    /// Where a hyperlink leads: a target outside, a place in it, or both.
    pub(super) fn link_of(&self, element: &Opened<'_>) -> Option<String> {
        let place = element
            .attribute("anchor")
            .map(|anchor| format!("#{anchor}"))
            .unwrap_or_default();
        let outside = element
            .attribute("id")
            .and_then(|id| self.context.relations.get(&id))
            .map(|relation| relation.target.as_str())
            .unwrap_or_default();
        let link = format!("{outside}{place}");
        (!link.is_empty()).then_some(link)
    }

    /// The beginning, middle or end of a field.
    pub(super) fn field_mark(&mut self, element: &Opened<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.shows = true;
                    field.link = link_of_field(&field.instruction);
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }
}
