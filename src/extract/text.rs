//! Plain text: paragraphs parted by empty lines.

use super::Hints;
use super::Limits;
use super::Unreadable;
use crate::document::BlockKind;
use crate::document::Builder;

pub(super) fn recognises(bytes: &[u8], _hints: &Hints<'_>) -> bool {
    std::str::from_utf8(bytes).is_ok()
}

pub(super) fn read(
    bytes: &[u8],
    _hints: &Hints<'_>,
    _limits: &Limits,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    for paragraph in String::from_utf8_lossy(bytes).split("\n\n") {
        builder.plain(BlockKind::Paragraph, paragraph);
    }
    Ok(())
}
