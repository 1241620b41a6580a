//! Small documents for the tests of facts.

use crate::document::BlockKind;
use crate::document::Builder;
use crate::document::Document;

/// A document of these blocks: `# ` and `## ` open headings, `- ` list items, `| ` rows of tables.
pub(super) fn document(blocks: &[&str]) -> Document {
    let mut builder = Builder::new("text");
    for block in blocks {
        let (kind, words) = match block.split_once(' ') {
            Some(("#", words)) => (BlockKind::Heading { level: 1 }, words),
            Some(("##", words)) => (BlockKind::Heading { level: 2 }, words),
            Some(("-", words)) => (BlockKind::ListItem { depth: 0 }, words),
            Some(("|", words)) => (BlockKind::TableRow, words),
            _ => (BlockKind::Paragraph, *block),
        };
        builder.plain(kind, words);
    }
    builder.finish()
}
