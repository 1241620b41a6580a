//! Has html5ever build the tree of a page, within bounds: on nesting, on nodes, on what no reader of words needs.
//!
//! html5ever cuts the page into tokens and knows the hard rules of tree construction; between the two stands a gate.
//! It lets pass what is read somewhere, puts texts together that were cut at line ends, and dissolves elements that
//! nest too deep: html5ever walks its stack of open elements at every tag, so 200,000 nested elements would cost it
//! twenty seconds.

use std::cell::Cell;
use std::cell::RefCell;
use std::time::Instant;

use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::local_name;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::BufferQueue;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::tree_builder::TreeSink;

use super::tree::NodeId;
use super::tree::Tree;
use super::tree::TreeMaker;

/// Pages of more nodes than this are read up to there: at about a hundred bytes a node it bounds memory.
const MOST_NODES: usize = 2_000_000;

/// How many bytes are read between two looks at the clock: one tag with a hundred thousand attributes is compared
/// attribute by attribute, and nothing but the clock sees it.
const STRIDE: usize = 16 << 10;

/// What one page may cost.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// Elements deeper than this are dissolved into the one at this depth.
    pub(super) depth: usize,
    /// Reading stops at this time, with what has been read by then.
    pub(super) until: Option<Instant>,
}

/// Parses `page`; the second value says whether it was read only in part.
pub(super) fn parsed(page: &str, bounds: Bounds) -> (Tree, bool) {
    let maker = TreeMaker::new(page.len());
    let builder = TreeBuilder::new(maker, TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Gate::new(builder, bounds.depth), TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut is_truncated = false;
    let mut rest = page;
    while !rest.is_empty() {
        let (stride, after) = rest.split_at(boundary_before(rest, STRIDE));
        rest = after;
        input.push_back(StrTendril::from_slice(stride));
        // The gate never asks for a pause, so everything fed is taken at once.
        let _ = tokenizer.feed(&input);
        let is_late = bounds.until.is_some_and(|until| Instant::now() > until);
        if is_late || tokenizer.sink.builder.sink.len() > MOST_NODES {
            is_truncated = !rest.is_empty();
            break;
        }
    }
    tokenizer.end();
    (tokenizer.sink.builder.sink.finish(), is_truncated)
}

/// Stands between the tokenizer and the tree builder of html5ever.
struct Gate {
    builder: TreeBuilder<NodeId, TreeMaker>,
    depth: usize,
    /// How many elements that were too deep are open.
    dissolved: Cell<usize>,
    /// Whether the text of a script or style sheet is being read, which nobody reads.
    is_unread: Cell<bool>,
    /// The text since the last tag, and the line that its first word stands on.
    text: RefCell<StrTendril>,
    text_line: Cell<Option<u64>>,
}

impl Gate {
    fn new(builder: TreeBuilder<NodeId, TreeMaker>, depth: usize) -> Self {
        Self {
            builder,
            depth,
            dissolved: Cell::new(0),
            is_unread: Cell::new(false),
            text: RefCell::new(StrTendril::new()),
            text_line: Cell::new(None),
        }
    }

    /// Keeps `text` until the next tag: the tokenizer cuts texts at line ends and character references.
    fn hold(&self, text: &StrTendril, line: u64) {
        if self.is_unread.get() {
            return;
        }
        self.text.borrow_mut().push_tendril(text);
        if self.text_line.get().is_none()
            && let Some(first) = text.find(|character: char| !character.is_whitespace())
        {
            // The tokenizer tells the line on which a text ends.
            let rest = text.as_bytes().get(first..).unwrap_or_default();
            let below = memchr::memchr_iter(b'\n', rest).count() as u64;
            self.text_line.set(Some(line.saturating_sub(below)));
        }
    }

    /// Hands on the text that is held.
    fn release(&self, line: u64) {
        let line = self.text_line.take().unwrap_or(line);
        let text = self.text.take();
        if !text.is_empty() {
            let _ = self
                .builder
                .process_token(Token::CharacterTokens(text), line);
        }
    }

    fn tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        self.is_unread.set(false);
        let is_start = tag.kind == TagKind::StartTag;
        if is_start && !is_leaf(&tag.name) && self.builder.sink.depth() >= self.depth {
            let nested = self.dissolved.get() + usize::from(nests(&tag.name));
            self.dissolved.set(nested);
            return TokenSinkResult::Continue;
        }
        if !is_start && self.dissolved.get() > 0 && !is_leaf(&tag.name) {
            let nested = self.dissolved.get() - usize::from(nests(&tag.name));
            self.dissolved.set(nested);
            return TokenSinkResult::Continue;
        }
        if keeps_attributes(&tag.name) {
            tag.attrs.retain(is_read);
        } else {
            tag.attrs.clear();
        }
        let is_data = tag.name == local_name!("script")
            && tag.attrs.iter().any(|attribute| {
                attribute.name.local == local_name!("type") && attribute.value.contains("ld+json")
            });
        let is_unread = matches!(
            tag.name,
            local_name!("script")
                | local_name!("style")
                | local_name!("iframe")
                | local_name!("noframes")
                | local_name!("noembed")
        );
        let result = self.builder.process_token(Token::TagToken(tag), line);
        if !is_start {
            self.builder.sink.note_end_tag();
        }
        match result {
            TokenSinkResult::RawData(kind) => {
                self.is_unread.set(is_unread && !is_data);
                TokenSinkResult::RawData(kind)
            }
            TokenSinkResult::Plaintext => TokenSinkResult::Plaintext,
            // Nothing here runs scripts, and the encoding has been settled.
            TokenSinkResult::Continue
            | TokenSinkResult::Script(_)
            | TokenSinkResult::EncodingIndicator(_) => TokenSinkResult::Continue,
        }
    }
}

impl TokenSink for Gate {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::CharacterTokens(text) => {
                self.hold(&text, line);
                TokenSinkResult::Continue
            }
            Token::TagToken(tag) => {
                self.release(line);
                self.tag(tag, line)
            }
            // A comment parts the texts around it; its words are nobody's.
            Token::CommentToken(_) => {
                self.release(line);
                self.builder
                    .process_token(Token::CommentToken(StrTendril::new()), line)
            }
            Token::NullCharacterToken | Token::ParseError(_) => TokenSinkResult::Continue,
            Token::DoctypeToken(_) | Token::EOFToken => {
                self.release(line);
                self.builder.process_token(token, line)
            }
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
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

/// Elements in which no other can stand, so that they never nest.
fn is_leaf(name: &LocalName) -> bool {
    is_void(name)
        || matches!(
            *name,
            local_name!("script")
                | local_name!("style")
                | local_name!("textarea")
                | local_name!("title")
                | local_name!("iframe")
                | local_name!("noembed")
                | local_name!("noframes")
                | local_name!("noscript")
                | local_name!("xmp")
        )
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

/// Whether anything asks for `attribute`. The others, as pictures in a `src`, would only take up memory.
fn is_read(attribute: &Attribute) -> bool {
    matches!(
        &*attribute.name.local,
        "id" | "class"
            | "role"
            | "href"
            | "name"
            | "type"
            | "style"
            | "hidden"
            | "open"
            | "lang"
            | "rel"
            | "content"
            | "property"
            | "charset"
            | "datetime"
            | "colspan"
            | "rowspan"
            | "http-equiv"
            | "itemprop"
            | "encoding"
            | "aria-hidden"
            | "aria-controls"
            | "aria-expanded"
            | "aria-labelledby"
            | "aria-label"
            | "aria-level"
            | "data-target"
            | "data-bs-target"
    )
}

/// The last character boundary at or before the byte `at`.
fn boundary_before(text: &str, at: usize) -> usize {
    let mut boundary = at.min(text.len());
    while !text.is_char_boundary(boundary) {
        boundary -= 1;
    }
    boundary
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
