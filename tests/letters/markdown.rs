//! The Markdown of the letters in data/ is the one that stands in output/.

use crate::support::{assert_same, each_letter, root};

#[test]
fn output_holds_the_markdown_of_today() {
    each_letter(|sample| {
        let draft = if sample.letter.draft { "-draft" } else { "" };
        let path = root().join(format!("output/{}{draft}.md", sample.name));
        assert_same(&path, sample.made.markdown.as_bytes());
    });
}
