//! From the characters that a source holds to the ones that are scored: a list of small, named passes.

/// Appends text to a block, cleaning as it goes; keeps count of where each piece lands.
#[derive(Debug)]
pub(super) struct Cleaner<'a> {
    out: &'a mut String,
    start: usize,
    pending_space: bool,
}

impl<'a> Cleaner<'a> {
    /// Cleans into the end of `out`.
    pub(super) fn new(out: &'a mut String) -> Self {
        let start = out.len();
        Self {
            out,
            start,
            pending_space: false,
        }
    }

    /// Where the next visible character will stand.
    pub(super) fn next_offset(&self) -> usize {
        self.out.len() + usize::from(self.pending_space && self.out.len() > self.start)
    }

    /// The byte after the last visible character so far.
    pub(super) fn end(&self) -> usize {
        self.out.len()
    }

    /// Cleans and appends `text`: white space folded to one space, none at the block's ends.
    pub(super) fn push(&mut self, text: &str) {
        for character in text.chars() {
            if character.is_whitespace() {
                self.pending_space = true;
                continue;
            }
            // U+00AD only marks where a line may break; left in, it hides "sla\u{ad}very" from every pattern.
            if character == '\u{ad}' {
                continue;
            }
            if std::mem::take(&mut self.pending_space) && self.out.len() > self.start {
                self.out.push(' ');
            }
            self.out.push(character);
        }
    }

    /// Ends the block and gives the byte after its last character.
    pub(super) fn finish(self) -> usize {
        self.out.len()
    }
}

/// `text` as it would stand in a document of its own block.
#[must_use]
pub fn cleaned(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut cleaner = Cleaner::new(&mut out);
    cleaner.push(text);
    cleaner.finish();
    out
}
