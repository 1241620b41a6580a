//! The exchanges of a run as a web archive: WARC/1.1 (ISO 28500:2017), one file, records not compressed.

use std::fs::File;
use std::fs::OpenOptions;
use std::hash::BuildHasher;
use std::hash::RandomState;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Seek;
use std::io::SeekFrom;
use std::io::Write;
use std::path::Path;

use sha2::Digest;
use sha2::Sha256;
use url::Url;

use super::challenge;
use super::client::Answer;
use super::client::usual_headers;
use crate::source::load::now;

/// Headers that speak of the transport of the body, which is kept as it is after it.
const OF_TRANSPORT: &[&str] = &["content-encoding", "content-length", "transfer-encoding"];

/// The longest line of a record's head that is looked at.
const LONGEST_LINE: u64 = 64 << 10;

/// A web archive that grows.
#[derive(Debug)]
pub(super) struct Warc {
    file: File,
    user_agent: String,
    identifiers: RandomState,
    count: u64,
}

impl Warc {
    /// Opens the archive at `path`; where there is one, goes on behind its last whole record.
    pub(super) fn open(path: &Path, user_agent: &str) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .write(true)
            .truncate(false)
            .open(path)?;
        file.try_lock()
            .map_err(|_| io::Error::other("another process writes this archive"))?;
        let whole = whole_length(&mut file)?;
        file.set_len(whole)?;
        file.seek(SeekFrom::Start(whole))?;
        let mut warc = Self {
            file,
            user_agent: user_agent.to_owned(),
            identifiers: RandomState::new(),
            count: 0,
        };
        if whole == 0 {
            let about = format!(
                "software: avowal/{}\r\nformat: WARC File Format 1.1\r\nconformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\nhttp-header-user-agent: {}\r\n",
                env!("CARGO_PKG_VERSION"),
                warc.user_agent
            );
            let identifier = warc.identifier();
            let head = [
                ("WARC-Type", "warcinfo"),
                ("Content-Type", "application/warc-fields"),
            ];
            warc.record(&identifier, &now(), &head, &[], about.as_bytes())?;
        }
        Ok(warc)
    }

    /// Adds one request and its answer.
    pub(super) fn exchange(&mut self, url: &Url, answer: &Answer) -> io::Result<()> {
        let time = now();
        let (response, request) = (self.identifier(), self.identifier());
        let target = url.as_str();

        let mut head = format!("HTTP/1.1 {} \r\n", answer.status);
        for (name, value) in &answer.headers {
            let original = if OF_TRANSPORT.contains(&name.as_str()) {
                "x-archive-orig-"
            } else {
                ""
            };
            head.push_str(&format!("{original}{name}: {}\r\n", on_one_line(value)));
        }
        head.push_str(&format!("content-length: {}\r\n\r\n", answer.body.len()));
        let mut block = head.into_bytes();
        block.extend_from_slice(&answer.body);
        let unchanged = answer.status == 304;
        let cut = !(200..300).contains(&answer.status) && answer.body.len() == challenge::LOOKED_AT;
        let payload = digest_of(&answer.body);
        let mut fields = vec![
            ("WARC-Type", if unchanged { "revisit" } else { "response" }),
            ("WARC-Target-URI", target),
            ("Content-Type", "application/http; msgtype=response"),
        ];
        if unchanged {
            fields.push((
                "WARC-Profile",
                "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
            ));
        } else {
            fields.push(("WARC-Payload-Digest", &payload));
        }
        if cut {
            fields.push(("WARC-Truncated", "length"));
        }
        self.record(&response, &time, &fields, &[], &block)?;

        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
        let mut block = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n");
        block.push_str(&format!("user-agent: {}\r\n", self.user_agent));
        let conditions = answer
            .conditions
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        for (name, value) in usual_headers().into_iter().chain(conditions) {
            block.push_str(&format!("{name}: {}\r\n", on_one_line(value)));
        }
        block.push_str("accept-encoding: gzip, br, deflate\r\n\r\n");
        let fields = [
            ("WARC-Type", "request"),
            ("WARC-Target-URI", target),
            ("Content-Type", "application/http; msgtype=request"),
        ];
        let concurrent = [("WARC-Concurrent-To", response.as_str())];
        self.record(&request, &time, &fields, &concurrent, block.as_bytes())
    }

    fn record(
        &mut self,
        identifier: &str,
        time: &str,
        fields: &[(&str, &str)],
        more: &[(&str, &str)],
        block: &[u8],
    ) -> io::Result<()> {
        let digest = digest_of(block);
        let length = block.len().to_string();
        let mut out = b"WARC/1.1\r\n".to_vec();
        let always = [
            ("WARC-Record-ID", identifier),
            ("WARC-Date", time),
            ("WARC-Block-Digest", digest.as_str()),
            ("Content-Length", length.as_str()),
        ];
        for (name, value) in fields.iter().chain(more).chain(&always) {
            out.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(block);
        out.extend_from_slice(b"\r\n\r\n");
        self.file.write_all(&out)
    }

    /// A fresh identifier, as a random UUID (RFC 9562, version 4).
    fn identifier(&mut self) -> String {
        self.count += 1;
        let high = self.identifiers.hash_one((self.count, 0));
        let low = self.identifiers.hash_one((self.count, 1));
        format!(
            "<urn:uuid:{:08x}-{:04x}-4{:03x}-{:x}{:03x}-{:012x}>",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xfff,
            8 | low >> 62,
            low >> 48 & 0xfff,
            low & 0xffff_ffff_ffff
        )
    }
}

/// A header's value cannot break its line.
fn on_one_line(value: &str) -> String {
    value.replace(['\r', '\n'], " ")
}

/// `sha256:` and the digest in base 32, as archives write it.
fn digest_of(bytes: &[u8]) -> String {
    format!("sha256:{}", base_32(&Sha256::digest(bytes)))
}

/// RFC 4648, with padding.
fn base_32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    for chunk in bytes.chunks(5) {
        let mut five = [0_u8; 5];
        for (place, byte) in five.iter_mut().zip(chunk) {
            *place = *byte;
        }
        let number = five
            .iter()
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let letters = (chunk.len() * 8).div_ceil(5);
        for place in 0..8 {
            let letter = (number >> (35 - 5 * place) & 31) as usize;
            text.push(if place < letters {
                char::from(LETTERS[letter])
            } else {
                '='
            });
        }
    }
    text
}

/// How long the file is up to the end of its last whole record: what a killed process left behind that is cut.
fn whole_length(file: &mut File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let mut reader = BufReader::new(file);
    let mut whole = 0;
    let mut line = Vec::new();
    loop {
        let mut at = whole;
        let mut block = None;
        let mut first = true;
        loop {
            line.clear();
            let count = io::Read::take(&mut reader, LONGEST_LINE).read_until(b'\n', &mut line)?;
            at += count as u64;
            if !line.ends_with(b"\r\n") {
                if first && whole == 0 && count > 0 && !b"WARC/1.1\r\n".starts_with(&line) {
                    return Err(io::Error::other("the file is no WARC archive"));
                }
                return Ok(whole);
            }
            if first && line != b"WARC/1.1\r\n" {
                return if whole == 0 {
                    Err(io::Error::other("the file is no WARC/1.1 archive"))
                } else {
                    Ok(whole)
                };
            }
            first = false;
            if line == b"\r\n" {
                break;
            }
            let text = String::from_utf8_lossy(&line);
            if let Some((name, value)) = text.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                block = value.trim().parse::<u64>().ok();
            }
        }
        let Some(end) = block.and_then(|block| at.checked_add(block)?.checked_add(4)) else {
            return Ok(whole);
        };
        if end > length {
            return Ok(whole);
        }
        reader.seek(SeekFrom::Start(end))?;
        whole = end;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    fn answer(body: &str) -> Answer {
        Answer {
            status: 200,
            headers: BTreeMap::from([
                ("content-encoding".to_owned(), "gzip".to_owned()),
                ("content-type".to_owned(), "text/html".to_owned()),
            ]),
            body: body.as_bytes().to_vec(),
            conditions: Vec::new(),
        }
    }

    #[test]
    fn base_32_is_that_of_the_rfc() {
        for (text, coded) in [
            ("", ""),
            ("f", "MY======"),
            ("foob", "MZXW6YQ="),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI======"),
        ] {
            assert_eq!(base_32(text.as_bytes()), coded);
        }
    }

    #[test]
    fn an_archive_goes_on_behind_its_last_whole_record() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.warc");
        let url = Url::parse("https://a.example/statement?x=1#top").unwrap();
        let mut warc = Warc::open(&path, "avowal/0").unwrap();
        warc.exchange(&url, &answer("We trained 34 buyers."))
            .unwrap();
        assert!(Warc::open(&path, "avowal/0").is_err(), "two at once");
        drop(warc);
        let whole = fs::read(&path).unwrap();
        let torn = [
            whole.as_slice(),
            b"WARC/1.1\r\nContent-Length: 100\r\n\r\nhalf",
        ]
        .concat();
        fs::write(&path, torn).unwrap();

        let mut warc = Warc::open(&path, "avowal/0").unwrap();
        assert_eq!(fs::read(&path).unwrap(), whole);
        warc.exchange(&url, &answer("Again.")).unwrap();

        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches("WARC-Type: warcinfo").count(), 1);
        assert_eq!(text.matches("WARC-Type: response").count(), 2);
        assert_eq!(text.matches("GET /statement?x=1 HTTP/1.1\r\n").count(), 2);
        assert!(text.contains("x-archive-orig-content-encoding: gzip\r\n"));
    }

    #[test]
    fn another_file_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.txt");
        fs::write(&path, "my notes\n").unwrap();

        assert!(Warc::open(&path, "avowal/0").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "my notes\n");
    }
}
