//! Fields: what Word works out itself, of which links are read.

/// A field, as a link or a page number: instructions, then what it shows.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    pub(super) shows: bool,
    pub(super) link: Option<String>,
}

/// Where a `HYPERLINK "address" \l "place"` field leads.
pub(super) fn link_of_field(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?;
    let mut quoted = rest.split('"').skip(1).step_by(2);
    let first = quoted.next()?;
    let before = rest.split('"').next().unwrap_or_default();
    let link = if before.contains("\\l") {
        format!("#{first}")
    } else {
        first.to_owned()
    };
    (!link.is_empty()).then_some(link)
}
