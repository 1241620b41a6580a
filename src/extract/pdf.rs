//! (being written) pdf
use super::Hints;
use super::Limits;
use super::Unreadable;
use crate::document::Builder;

pub(super) fn recognises(_bytes: &[u8], _hints: &Hints<'_>) -> bool {
    false
}

pub(super) fn read(
    _bytes: &[u8],
    _hints: &Hints<'_>,
    _limits: &Limits,
    _builder: &mut Builder,
) -> Result<(), Unreadable> {
    Err(Unreadable::UnsupportedFormat)
}
