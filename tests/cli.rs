//! The command line, as data: the README's examples and the cases in tests/cmd/.
//!
//! Each case is a file that a person can read: what is typed, and all that is printed. After a
//! change that is meant, `TRYCMD=overwrite cargo test --test cli` writes them anew. In what is
//! recorded every `\` is a `/`, so that the cases hold on every system.

#[test]
fn the_readme_and_the_cases_hold() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case("README.md")
        .case("tests/cmd/*.trycmd")
        .case("tests/cmd/*.toml");
}
