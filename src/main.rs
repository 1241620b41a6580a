use avowal::document::BlockKind;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let password = std::env::args().nth(2);
    let bytes = std::fs::read(&path).unwrap();
    let hints = avowal::extract::Hints {
        password: password.as_deref(),
        ..Default::default()
    };
    match avowal::extract::read(&bytes, &hints, &avowal::extract::Limits::default()) {
        Err(e) => {
            use avowal::failure::Explain;
            println!(
                "{}",
                serde_json::json!({"error": e.code(), "message": e.to_string()})
            );
            std::process::exit(1)
        }
        Ok(d) => {
            let blocks: Vec<_> = d.blocks.iter().map(|b| {
                let (kind, level) = match b.kind { BlockKind::Heading{level} => ("heading", level), BlockKind::Paragraph => ("paragraph",0), BlockKind::ListItem{depth} => ("list-item",depth), BlockKind::TableRow => ("table-row",0), BlockKind::Footnote => ("footnote",0)};
                serde_json::json!({"kind":kind,"level":level,"text":d.words_at(b.span),"page":d.page_at(b.span.start)})
            }).collect();
            if std::env::var("PRETTY").is_ok() {
                for b in &blocks {
                    println!(
                        "[{} {} p{}] {}",
                        b["kind"].as_str().unwrap(),
                        b["level"],
                        b["page"],
                        b["text"].as_str().unwrap()
                    );
                }
                for a in &d.asides {
                    println!("ASIDE {:?}", a);
                }
                println!("{:?} {:?}", d.notices, d.metadata);
                return;
            }
            println!(
                "{}",
                serde_json::json!({"blocks":blocks,"pages":d.pages,"notices":d.notices,"asides":d.asides})
            );
        }
    }
}
