# avowal as one static program in an otherwise empty image:
#   docker build -t avowal .
#   docker run --rm -v "$PWD:/drafts:ro" avowal check statement.docx
FROM rust:1.95-alpine3.22 AS build
WORKDIR /source
COPY Cargo.toml Cargo.lock README.md ./
COPY rubrics rubrics
COPY src src
# Named by Cargo.toml, so that it can be read; none of them is built.
COPY benches benches
COPY tests/extraction/extract_pages.rs tests/extraction/extract_pages.rs
# This image's own target is musl: the program is static without more ado, and needs no C library where it runs.
RUN CARGO_PROFILE_RELEASE_STRIP=symbols cargo build --release --locked --bin avowal \
    && mkdir /empty

FROM scratch
COPY --from=build /source/target/release/avowal /avowal
COPY --from=build --chown=65532:65532 /empty /tmp
COPY LICENSE-APACHE /
USER 65532:65532
WORKDIR /drafts
ENTRYPOINT ["/avowal"]
CMD ["--help"]
