//! The elements of an XML part one after the other, with a bound on how deep they nest.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::XmlVersion;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;
use quick_xml::name::ResolveResult;

use super::Unreadable;
use super::package::broken;

/// Which vocabulary an element belongs to; only those that are read are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vocabulary {
    /// WordprocessingML, in its transitional or strict namespace.
    Word,
    /// Markup compatibility: alternatives.
    Compatibility,
    /// Formulas.
    Math,
    /// All others: properties, relations, drawings.
    Other,
}

/// An element that opens.
#[derive(Debug)]
pub(super) struct Opened<'a> {
    pub(super) vocabulary: Vocabulary,
    start: BytesStart<'a>,
}

impl Opened<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of the attribute with this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| {
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), Cow::into_owned)
            })
    }

    /// The attribute `val`, which says it all for most elements.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// Whether an on-off property is on: it is where nothing else is said.
    pub(super) fn is_on(&self) -> bool {
        !self
            .value()
            .is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// One step through a part.
#[derive(Debug)]
pub(super) enum Step<'a> {
    Open(Opened<'a>),
    /// The element that was opened last closes.
    Close,
    Text(Cow<'a, str>),
}

/// Goes through a part step by step.
pub(super) struct Elements<'a> {
    reader: NsReader<&'a [u8]>,
    depth: usize,
    deepest: usize,
}

impl<'a> Elements<'a> {
    /// Over `xml`, in which elements may nest `deepest` deep.
    pub(super) fn new(xml: &'a str, deepest: usize) -> Self {
        let mut reader = NsReader::from_str(xml);
        let config = reader.config_mut();
        // `<b/>` opens and closes like `<b></b>`.
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self {
            reader,
            depth: 0,
            deepest,
        }
    }

    /// The next step; none at the end.
    ///
    /// # Errors
    ///
    /// The part is no XML from here on, or nests too deep.
    pub(super) fn next(&mut self) -> Result<Option<Step<'a>>, Unreadable> {
        loop {
            let (namespace, event) = self
                .reader
                .read_resolved_event()
                .map_err(|error| broken(&error.to_string()))?;
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    let vocabulary = vocabulary_of(&namespace);
                    self.depth += 1;
                    if self.depth > self.deepest {
                        return Err(broken("its elements nest deeper than any document's"));
                    }
                    return Ok(Some(Step::Open(Opened { vocabulary, start })));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Step::Close));
                }
                Event::Text(text) => return Ok(Some(Step::Text(text.xml10_content()))),
                Event::CData(text) => return Ok(Some(Step::Text(text.xml10_content()))),
                Event::GeneralRef(reference) => {
                    if let Some(text) = referenced(&reference) {
                        return Ok(Some(Step::Text(text)));
                    }
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    /// Goes past everything up to the end of the element that was opened last.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Some(Step::Open(_)) => open += 1,
                Some(Step::Close) => open -= 1,
                Some(Step::Text(_)) => {}
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// The text up to the end of the element that was opened last.
    pub(super) fn text(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        let mut open = 1usize;
        while open > 0 {
            match self.next()? {
                Some(Step::Open(_)) => open += 1,
                Some(Step::Close) => open -= 1,
                Some(Step::Text(part)) => text.push_str(&part),
                None => break,
            }
        }
        Ok(text)
    }
}

/// The character that `&amp;`, `&#163;` stand for. Entities of a document type are not followed: Word writes none, and
/// they can unfold without end.
fn referenced(reference: &quick_xml::events::BytesRef<'_>) -> Option<Cow<'static, str>> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character.to_string().into());
    }
    let text = match &**reference {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    };
    Some(text.into())
}

fn vocabulary_of(namespace: &ResolveResult<'_>) -> Vocabulary {
    let ResolveResult::Bound(name) = namespace else {
        return Vocabulary::Other;
    };
    match name.into_inner() {
        // ECMA-376, transitional and strict.
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Vocabulary::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Vocabulary::Compatibility,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math" => Vocabulary::Math,
        _ => Vocabulary::Other,
    }
}
