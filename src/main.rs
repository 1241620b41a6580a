//! x
use avowal::extract;
use std::io::Write;
fn main() {
    let mut ok = true;
    let args: Vec<String> = std::env::args().skip(1).collect();
    let repeat: usize = std::env::var("REPEAT")
        .ok()
        .and_then(|v| v.parse().ok())
        .unwrap_or(0);
    let out = std::io::stdout();
    let mut out = out.lock();
    for file in args {
        let bytes = std::fs::read(&file).expect("file");
        let hints = extract::Hints {
            name: Some(&file),
            ..Default::default()
        };
        let begin = std::time::Instant::now();
        let mut document = extract::read(&bytes, &hints, &extract::Limits::default());
        let mut best = begin.elapsed();
        for _ in 0..repeat {
            let begin = std::time::Instant::now();
            document = extract::read(&bytes, &hints, &extract::Limits::default());
            best = best.min(begin.elapsed());
        }
        match document {
            Ok(document) => {
                let value = serde_json::json!({"file": file, "ms": best.as_secs_f64()*1e3, "blocks": document.blocks.iter().map(|b| serde_json::json!({
                    "kind": b.kind, "anchor": b.anchor, "text": document.words_at(b.span), "line": document.mark_at(b.span.start).and_then(|m| m.line)})).collect::<Vec<_>>(),
                    "asides": document.asides, "metadata": document.metadata, "notices": document.notices,
                    "sentences": document.sentences.iter().map(|s| document.words_at(s.span)).collect::<Vec<_>>()});
                writeln!(out, "{value}").ok();
            }
            Err(error) => {
                ok = false;
                use avowal::failure::Explain;
                writeln!(out, "{}", serde_json::json!({"file": file, "ms": best.as_secs_f64()*1e3, "error": error.to_string(), "code": error.code()})).ok();
            }
        }
    }
    let _ = ok;
}
