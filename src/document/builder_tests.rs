//! What every document promises, whatever a reader pushes.

use proptest::prelude::*;

use super::*;

#[test]
fn a_block_of_nothing_but_space_leaves_no_trace() {
    let mut builder = Builder::new("html");

    builder.plain(BlockKind::Paragraph, "Our policies");
    builder.plain(BlockKind::Paragraph, " \u{200b}\n");
    builder.plain(BlockKind::Paragraph, "Our training");
    let document = builder.finish();

    assert_eq!(document.text, "Our policies\n\nOur training");
    assert_eq!(document.blocks.len(), 2);
    assert_eq!(document.marks.len(), 2);
}

#[test]
fn text_past_the_bound_is_left_out_and_the_reader_is_told() {
    let mut builder = Builder::new("text").bounded(12);

    builder.plain(BlockKind::Paragraph, "Forced é labour");
    builder.plain(BlockKind::Paragraph, "is prohibited");
    let full = builder.is_full();
    let document = builder.finish();

    assert!(full);
    assert_eq!(document.text, "Forced é la");
    assert_eq!(document.notices[0].code, "text-truncated");
}

#[test]
fn a_link_covers_the_words_that_carry_it() {
    let mut builder = Builder::new("html");
    let pieces = [
        Piece {
            text: "See ",
            ..Piece::default()
        },
        Piece {
            text: " our  policy ",
            link: Some("/policy"),
            ..Piece::default()
        },
        Piece {
            text: ".",
            ..Piece::default()
        },
    ];

    builder.block(BlockKind::Paragraph, &pieces, Some("top"));
    let document = builder.finish();

    assert_eq!(document.text, "See our policy .");
    assert_eq!(document.words_at(document.links[0].span), "our policy");
    assert_eq!(document.blocks[0].anchor.as_deref(), Some("top"));
}

/// Kind, pieces (text, line, whether linked) of one block.
type Pushed = (u8, Vec<(String, u32, bool)>);

fn pushed() -> impl Strategy<Value = Vec<Pushed>> {
    let odd = prop::sample::select(vec![
        'a',
        'W',
        'e',
        '.',
        '!',
        '?',
        ';',
        ' ',
        '\n',
        '\u{a0}',
        '\u{301}',
        '\u{323}',
        '\u{1161}',
        '\u{1100}',
        '\u{ad}',
        '•',
        '”',
        '(',
        ')',
        '1',
        '|',
        '\u{1d160}',
        'é',
        '。',
        '…',
    ]);
    let text = prop_oneof![
        prop::collection::vec(odd, 0..24).prop_map(String::from_iter),
        any::<String>(),
    ];
    let piece = (text, 0u32..4, any::<bool>());
    prop::collection::vec((0u8..5, prop::collection::vec(piece, 0..5)), 0..8)
}

fn document_of(blocks: &[Pushed], bound: usize) -> Document {
    let mut builder = Builder::new("html").bounded(bound);
    for (kind, pieces) in blocks {
        let pieces: Vec<Piece<'_>> = pieces
            .iter()
            .map(|(text, line, linked)| Piece {
                text,
                place: Place {
                    line: Some(*line),
                    ..Place::default()
                },
                link: linked.then_some("#a"),
            })
            .collect();
        let kind = match kind {
            0 => BlockKind::Heading { level: 2 },
            1 => BlockKind::Paragraph,
            2 => BlockKind::ListItem { depth: 0 },
            3 => BlockKind::TableRow,
            _ => BlockKind::Footnote,
        };
        builder.block(kind, &pieces, None);
    }
    builder.finish()
}

proptest! {
    #[test]
    fn every_span_fits_the_text_in_order_and_without_overlap(blocks in pushed(), bound in 0usize..200) {
        for bound in [bound, usize::MAX] {
            let document = document_of(&blocks, bound);
            let text = &document.text;

            let mut end = 0;
            for block in &document.blocks {
                let words = text.get(block.span.range());
                prop_assert!(words.is_some_and(|words| !words.is_empty()));
                prop_assert!(!words.unwrap_or_default().contains('\n'));
                prop_assert!(block.span.start >= end);
                end = block.span.end;
            }
            prop_assert_eq!(end as usize, text.len());

            let mut end = 0;
            for sentence in &document.sentences {
                let block = document.block_of(sentence);
                prop_assert!(block.is_some_and(|block| block.span.contains(sentence.span)));
                let words = text.get(sentence.span.range());
                prop_assert!(words.is_some_and(|words| !words.is_empty() && words.trim() == words));
                prop_assert!(sentence.span.start >= end);
                end = sentence.span.end;
            }

            prop_assert!(document.marks.is_sorted_by_key(|mark| mark.offset));
            prop_assert!(document.marks.iter().all(|mark| text.is_char_boundary(mark.offset as usize)));
            prop_assert!(document.links.iter().all(|link| text.get(link.span.range()).is_some()));
            // Normal form C makes a few rare characters up to three times as long.
            prop_assert!(text.len() <= bound.saturating_mul(3).saturating_add(2));
        }
    }

    #[test]
    fn sections_cover_all_blocks_once(blocks in pushed()) {
        let document = document_of(&blocks, usize::MAX);

        let mut next = 0;
        for section in &document.sections {
            prop_assert_eq!(section.first_block, next);
            prop_assert!(section.end_block > next);
            next = section.end_block;
        }
        prop_assert_eq!(next as usize, document.blocks.len());
    }
}
