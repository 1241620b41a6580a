//! Cuts a page into tags and texts and has html5ever build the tree of them.
//!
//! html5ever's own tokenizer looks at every character of every script and attribute; most of a company's page is
//! just that. This one follows the same standard, but jumps over what no reader of words needs. That both build the
//! same tree is a property test below. The tree construction, where the hard rules are, is html5ever's.

use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::QualName;
use html5ever::local_name;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Doctype;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::states::RawKind;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::tree_builder::TreeSink;
use memchr::memchr;
use memchr::memchr2;
use memchr::memmem;

use super::references::push_decoded;
use super::tree::NodeId;
use super::tree::Tree;
use super::tree::TreeMaker;

/// Pages of more nodes than this are read up to there: at about a hundred bytes a node it bounds memory.
const MOST_NODES: usize = 2_000_000;

/// Parses `page`; elements deeper than `depth` are dissolved into the one at that depth.
///
/// The second value says whether the page had more nodes than are read.
pub(super) fn parsed(page: &str, depth: usize) -> (Tree, bool) {
    let maker = TreeMaker::new(page.len());
    let builder = TreeBuilder::new(maker, TreeBuilderOpts::default());
    let mut cutter = Cutter::new(page, builder, depth);
    let truncated = cutter.run();
    (cutter.builder.sink.finish(), truncated)
}

struct Cutter<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// The same as `text`, from which texts can be taken without copying them.
    shared: StrTendril,
    at: usize,
    line: u64,
    /// Newlines before this byte are in `line`.
    counted: usize,
    builder: TreeBuilder<NodeId, TreeMaker>,
    depth: usize,
    /// How many elements that were too deep are open.
    dissolved: usize,
}

/// What the text after a start tag is.
enum Raw {
    None,
    /// Up to the end tag of this name; with character references or without; wanted or not.
    Until {
        name: LocalName,
        references: bool,
        is_script: bool,
        is_wanted: bool,
    },
    ToTheEnd,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str, builder: TreeBuilder<NodeId, TreeMaker>, depth: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            shared: StrTendril::from_slice(text),
            at: 0,
            line: 1,
            counted: 0,
            builder,
            depth,
            dissolved: 0,
        }
    }

    /// Goes through the page; whether it stopped before the end.
    fn run(&mut self) -> bool {
        let mut text_from = 0;
        while let Some(offset) = memchr(b'<', self.rest()) {
            let open = self.at + offset;
            let next = self.bytes.get(open + 1).copied().unwrap_or(0);
            let is_markup = match next {
                b'!' | b'?' => true,
                b'/' => self.bytes.get(open + 2).is_some(),
                _ => next.is_ascii_alphabetic(),
            };
            if !is_markup {
                self.at = open + 1;
                continue;
            }
            self.characters(text_from, open, true);
            self.at = open;
            let raw = match next {
                b'!' => self.declaration(),
                b'?' => self.odd_comment(),
                b'/' => self.end_tag(),
                _ => self.start_tag(),
            };
            self.raw_text(raw);
            text_from = self.at;
            if self.builder.sink.len() > MOST_NODES {
                self.finish();
                return true;
            }
        }
        self.characters(text_from, self.bytes.len(), true);
        self.finish();
        false
    }

    fn finish(&mut self) {
        let _ = self.builder.process_token(Token::EOFToken, self.line);
        self.builder.end();
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Counts the lines up to the byte `end`.
    fn count_lines(&mut self, end: usize) {
        if let Some(passed) = self.bytes.get(self.counted..end) {
            self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.counted = end;
        }
    }

    /// Hands on the text from `from` to `to`.
    fn characters(&mut self, from: usize, to: usize, references: bool) {
        let Some(text) = self.text.get(from..to).filter(|text| !text.is_empty()) else {
            return;
        };
        // The tree notes of a text the line that it begins on; white space before its words does not count.
        let blank = text.len() - text.trim_start().len();
        self.count_lines(from + blank);
        let has_references = references && memchr(b'&', text.as_bytes()).is_some();
        let has_nulls = memchr(0, text.as_bytes()).is_some();
        let token = if has_references || has_nulls {
            let mut decoded = String::with_capacity(text.len());
            if has_references {
                push_decoded(text, false, &mut decoded);
            } else {
                decoded.push_str(text);
            }
            decoded.retain(|character| character != '\0');
            StrTendril::from_slice(&decoded)
        } else {
            // Within the text and on its character boundaries, as `get` above has shown.
            let (from, length) = (from as u64, text.len() as u64);
            match (u32::try_from(from), u32::try_from(length)) {
                (Ok(from), Ok(length)) => self.shared.subtendril(from, length),
                _ => StrTendril::from_slice(text),
            }
        };
        if !token.is_empty() {
            let _ = self
                .builder
                .process_token(Token::CharacterTokens(token), self.line);
        }
    }

    fn skip_past(&mut self, byte: u8) {
        self.at = memchr(byte, self.rest()).map_or(self.bytes.len(), |found| self.at + found + 1);
    }

    /// `<?…>`, `<!…>`, `</ …>`: browsers take all of them for comments.
    fn odd_comment(&mut self) -> Raw {
        self.skip_past(b'>');
        self.comment()
    }

    /// Tells the tree builder of a comment, without its words: it parts the texts around it.
    fn comment(&mut self) -> Raw {
        let comment = Token::CommentToken(StrTendril::new());
        let _ = self.builder.process_token(comment, self.line);
        Raw::None
    }

    /// `<!…`: a comment, the document type, or CDATA.
    fn declaration(&mut self) -> Raw {
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            self.at += 4;
            self.skip_comment();
            return self.comment();
        }
        let head = rest.get(2..9).unwrap_or_default();
        if head.eq_ignore_ascii_case(b"DOCTYPE") {
            let doctype = Doctype {
                name: Some(StrTendril::from_slice("html")),
                ..Doctype::default()
            };
            let _ = self
                .builder
                .process_token(Token::DoctypeToken(doctype), self.line);
            self.skip_past(b'>');
            return Raw::None;
        }
        if head == b"[CDATA["
            && self
                .builder
                .adjusted_current_node_present_but_not_in_html_namespace()
        {
            let from = self.at + 9;
            let body = self.bytes.get(from..).unwrap_or_default();
            let length = memmem::find(body, b"]]>").unwrap_or(body.len());
            self.characters(from, from + length, false);
            self.at = (from + length + 3).min(self.bytes.len());
            return Raw::None;
        }
        self.odd_comment()
    }

    /// Goes past the end of the comment whose `<!--` lies behind.
    fn skip_comment(&mut self) {
        let rest = self.rest();
        for short in [&b">"[..], &b"->"[..]] {
            if rest.starts_with(short) {
                self.at += short.len();
                return;
            }
        }
        let mut from = self.at;
        while let Some(found) = memmem::find(self.bytes.get(from..).unwrap_or_default(), b"--") {
            let mut after = from + found + 2;
            while self.bytes.get(after) == Some(&b'-') {
                after += 1;
            }
            let tail = self.bytes.get(after..).unwrap_or_default();
            for end in [&b">"[..], &b"!>"[..]] {
                if tail.starts_with(end) {
                    self.at = after + end.len();
                    return;
                }
            }
            from = after;
        }
        self.at = self.bytes.len();
    }

    fn end_tag(&mut self) -> Raw {
        let third = self.bytes.get(self.at + 2).copied().unwrap_or(0);
        if third == b'>' {
            self.at += 3;
            return Raw::None;
        }
        if !third.is_ascii_alphabetic() {
            return self.odd_comment();
        }
        self.at += 2;
        let name = self.tag_name();
        // The attributes of an end tag say nothing, but a `>` in one of them does not end it.
        if self.attributes(None).is_none() {
            return Raw::None;
        }
        if self.dissolved > 0 {
            self.dissolved -= usize::from(nests(&name));
            return Raw::None;
        }
        let raw = self.tag(TagKind::EndTag, name, Vec::new(), false);
        self.builder.sink.note_end_tag();
        raw
    }

    fn start_tag(&mut self) -> Raw {
        self.at += 1;
        let name = self.tag_name();
        let mut attributes = Vec::new();
        let kept = keeps_attributes(&name).then_some(&mut attributes);
        let Some(self_closing) = self.attributes(kept) else {
            return Raw::None;
        };
        if self.builder.sink.depth() >= self.depth && !is_void(&name) {
            self.dissolved += usize::from(nests(&name));
            return unwanted_text_of(name);
        }
        self.tag(TagKind::StartTag, name, attributes, self_closing)
    }

    /// Hands on a tag and asks what kind of text follows.
    fn tag(
        &mut self,
        kind: TagKind,
        name: LocalName,
        attrs: Vec<Attribute>,
        self_closing: bool,
    ) -> Raw {
        self.count_lines(self.at);
        let is_data = attrs.iter().any(|attribute| {
            attribute.name.local == local_name!("type") && attribute.value.contains("ld+json")
        });
        let tag = Tag {
            kind,
            name: name.clone(),
            self_closing,
            attrs,
            had_duplicate_attributes: false,
        };
        match self.builder.process_token(Token::TagToken(tag), self.line) {
            TokenSinkResult::RawData(RawKind::Rcdata) => Raw::Until {
                name,
                references: true,
                is_script: false,
                is_wanted: true,
            },
            TokenSinkResult::RawData(RawKind::Rawtext) => Raw::Until {
                is_wanted: matches!(name, local_name!("noscript") | local_name!("xmp")),
                name,
                references: false,
                is_script: false,
            },
            TokenSinkResult::RawData(_) => Raw::Until {
                name,
                references: false,
                is_script: true,
                is_wanted: is_data,
            },
            TokenSinkResult::Plaintext => Raw::ToTheEnd,
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => Raw::None,
        }
    }

    fn raw_text(&mut self, raw: Raw) {
        let from = self.at;
        match raw {
            Raw::None => {}
            Raw::ToTheEnd => {
                self.characters(from, self.bytes.len(), false);
                self.at = self.bytes.len();
            }
            Raw::Until {
                name,
                references,
                is_script,
                is_wanted,
            } => {
                let end = if is_script {
                    self.script_end()
                } else {
                    self.raw_end(&name, from)
                };
                if is_wanted {
                    self.characters(from, end, references);
                }
                self.at = end;
            }
        }
    }

    /// Where the end tag of `name` begins, from the byte `from` on; the end of the page where there is none.
    fn raw_end(&self, name: &str, from: usize) -> usize {
        let mut at = from;
        while let Some(found) = memchr(b'<', self.bytes.get(at..).unwrap_or_default()) {
            at += found;
            if self.is_tag_at(at, b"</", name.as_bytes()) {
                return at;
            }
            at += 1;
        }
        self.bytes.len()
    }

    /// Whether at the byte `at` stands `opening` and `name` as a whole tag name.
    fn is_tag_at(&self, at: usize, opening: &[u8], name: &[u8]) -> bool {
        let Some(rest) = self.bytes.get(at..) else {
            return false;
        };
        let Some(rest) = rest.strip_prefix(opening) else {
            return false;
        };
        rest.get(..name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name))
            && rest
                .get(name.len())
                .is_some_and(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'))
    }

    /// Where the script ends that begins here: an HTML comment in it may hide `</script>` behind a `<script>`.
    fn script_end(&self) -> usize {
        let mut at = self.at;
        let mut in_comment = false;
        let mut nested = false;
        while let Some(found) = memchr2(b'<', b'-', self.bytes.get(at..).unwrap_or_default()) {
            at += found;
            let rest = self.bytes.get(at..).unwrap_or_default();
            if rest.starts_with(b"-->") {
                in_comment = false;
                nested = false;
                at += 3;
            } else if rest.starts_with(b"<!--") && !in_comment {
                in_comment = true;
                // Its dashes may be those of its end: `<!-->`.
                at += 2;
            } else if self.is_tag_at(at, b"</", b"script") {
                if !nested {
                    return at;
                }
                nested = false;
                at += 8;
            } else if in_comment && self.is_tag_at(at, b"<", b"script") {
                nested = true;
                at += 7;
            } else {
                at += 1;
            }
        }
        self.bytes.len()
    }

    fn tag_name(&mut self) -> LocalName {
        let rest = self.rest();
        let length = rest
            .iter()
            .position(|&byte| is_space(byte) || matches!(byte, b'/' | b'>'))
            .unwrap_or(rest.len());
        let name = self.text.get(self.at..self.at + length).unwrap_or_default();
        self.at += length;
        if name
            .bytes()
            .any(|byte| byte.is_ascii_uppercase() || byte == 0)
        {
            LocalName::from(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
        } else {
            LocalName::from(name)
        }
    }

    /// Goes past the attributes and the end of the tag, keeping those that are read; whether the tag closes itself.
    /// None where the page ends within the tag, which is then no tag.
    fn attributes(&mut self, mut kept: Option<&mut Vec<Attribute>>) -> Option<bool> {
        loop {
            self.skip_spaces();
            match self.byte() {
                None => {
                    self.at = self.bytes.len();
                    return None;
                }
                Some(b'>') => {
                    self.at += 1;
                    return Some(false);
                }
                Some(b'/') => {
                    self.at += 1;
                    if self.byte() == Some(b'>') {
                        self.at += 1;
                        return Some(true);
                    }
                }
                Some(_) => {
                    let (name, value) = self.attribute()?;
                    let Some(kept) = kept.as_deref_mut() else {
                        continue;
                    };
                    let Some(name) = kept_attribute(name) else {
                        continue;
                    };
                    if kept.iter().any(|earlier| earlier.name.local == name) {
                        continue;
                    }
                    let mut decoded = String::new();
                    if memchr2(b'&', 0, value.as_bytes()).is_some() {
                        push_decoded(value, true, &mut decoded);
                    }
                    let value = if decoded.is_empty() { value } else { &decoded };
                    kept.push(Attribute {
                        name: QualName::new(None, ns!(), name),
                        value: StrTendril::from_slice(value),
                    });
                }
            }
        }
    }

    /// One attribute, name and raw value; none where the page ends within it.
    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        let from = self.at;
        // An equals sign at the front is part of the name.
        self.at += 1;
        let length = self
            .rest()
            .iter()
            .position(|&byte| is_space(byte) || matches!(byte, b'/' | b'>' | b'='))
            .unwrap_or(self.rest().len());
        self.at += length;
        let name = self.text.get(from..self.at).unwrap_or_default();
        self.skip_spaces();
        if self.byte() != Some(b'=') {
            return Some((name, ""));
        }
        self.at += 1;
        self.skip_spaces();
        let value = match self.byte() {
            Some(quote @ (b'"' | b'\'')) => {
                let from = self.at + 1;
                let body = self.bytes.get(from..).unwrap_or_default();
                let Some(length) = memchr(quote, body) else {
                    self.at = self.bytes.len();
                    return None;
                };
                self.at = from + length + 1;
                self.text.get(from..from + length)
            }
            Some(b'>') => Some(""),
            _ => {
                let from = self.at;
                let length = self
                    .rest()
                    .iter()
                    .position(|&byte| is_space(byte) || byte == b'>')
                    .unwrap_or(self.rest().len());
                self.at += length;
                self.text.get(from..self.at)
            }
        };
        Some((name, value.unwrap_or_default()))
    }

    fn skip_spaces(&mut self) {
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c' | b'\r')
}

/// Elements without an end tag.
fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// The text of an element that is dissolved, where that text is no markup.
fn unwanted_text_of(name: LocalName) -> Raw {
    let is_script = name == local_name!("script");
    let is_raw = is_script
        || matches!(
            name,
            local_name!("style")
                | local_name!("textarea")
                | local_name!("title")
                | local_name!("iframe")
                | local_name!("noembed")
                | local_name!("noframes")
                | local_name!("noscript")
                | local_name!("xmp")
        );
    if !is_raw {
        return Raw::None;
    }
    Raw::Until {
        name,
        references: false,
        is_script,
        is_wanted: false,
    }
}

/// Whether start and end tags of `name` come in pairs, so that they can be counted.
fn nests(name: &LocalName) -> bool {
    !is_void(name)
        && !matches!(
            *name,
            local_name!("p")
                | local_name!("li")
                | local_name!("dt")
                | local_name!("dd")
                | local_name!("tr")
                | local_name!("td")
                | local_name!("th")
                | local_name!("option")
        )
}

/// Formatting elements keep none: the tree builder opens them again in every paragraph, at most three of the same
/// name and attributes, which bounds the trees that `<b 1><b 2><b 3>…` can grow.
fn keeps_attributes(name: &LocalName) -> bool {
    !matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// The name of an attribute that is read somewhere; none for all the others.
fn kept_attribute(name: &str) -> Option<LocalName> {
    if name.len() > 16 {
        return None;
    }
    let mut small = [0u8; 16];
    let small = small.get_mut(..name.len())?;
    small.copy_from_slice(name.as_bytes());
    small.make_ascii_lowercase();
    let kept: &[u8] = small;
    Some(match kept {
        b"id" => local_name!("id"),
        b"class" => local_name!("class"),
        b"role" => local_name!("role"),
        b"href" => local_name!("href"),
        b"name" => local_name!("name"),
        b"type" => local_name!("type"),
        b"style" => local_name!("style"),
        b"hidden" => local_name!("hidden"),
        b"open" => local_name!("open"),
        b"lang" => local_name!("lang"),
        b"rel" => local_name!("rel"),
        b"content" => local_name!("content"),
        b"property" => local_name!("property"),
        b"charset" => local_name!("charset"),
        b"datetime" => local_name!("datetime"),
        b"colspan" => local_name!("colspan"),
        b"rowspan" => local_name!("rowspan"),
        b"start" => local_name!("start"),
        b"title" => local_name!("title"),
        b"src" => local_name!("src"),
        b"data" => local_name!("data"),
        b"http-equiv" => local_name!("http-equiv"),
        b"itemprop" => LocalName::from("itemprop"),
        b"encoding" => local_name!("encoding"),
        b"action" => local_name!("action"),
        b"aria-hidden" => local_name!("aria-hidden"),
        b"aria-controls" => local_name!("aria-controls"),
        b"aria-expanded" => local_name!("aria-expanded"),
        b"aria-labelledby" => local_name!("aria-labelledby"),
        b"aria-label" => local_name!("aria-label"),
        b"aria-level" => local_name!("aria-level"),
        b"data-target" => LocalName::from("data-target"),
        b"data-bs-target" => LocalName::from("data-bs-target"),
        _ => return None,
    })
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
