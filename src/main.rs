//! The program `avowal`.

fn main() {}
