//! Quotation marks from the TOML to the page.

use peel_letter::diagnostic::Files;
use peel_letter::document::{self, Block, BlockKind, plain_text};
use peel_letter::letter::commentary::{self, Context};
use peel_letter::letter::traced::Traced;
use toml::Table;

#[test]
fn every_mark_of_the_table_is_printed_as_it_says() {
    let table: Table = include_str!("quotes.toml").parse().expect("the table is TOML");
    let cases = table["case"].as_array().expect("the table has cases");
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let mut wrongly = Vec::new();
    for case in cases {
        let typed = case["typed"].as_str().expect("a case has what is typed");
        let expected = case["printed"].as_str().expect("a case has what is printed").trim();
        let told = case.get("told").and_then(|told| told.as_integer()).unwrap_or(0);
        let (printed, unpaired) = printed(typed);
        if printed != expected || unpaired as i64 != told {
            wrongly.push(format!("{typed}\n  gives {printed}\n  and tells {unpaired}"));
        }
    }
    assert!(wrongly.is_empty(), "{}", wrongly.join("\n\n"));
}

/// A text as it is printed, and how many of its marks have no partner.
fn printed(typed: &str) -> (String, usize) {
    let mut files = Files::default();
    let file = files.add("a.toml", typed);
    let mut raw = Traced::new(file);
    raw.push_verbatim(typed, 0);
    let context = Context { name: "overview", level: 1, folder: "data/", quoted: false };
    let read = commentary::read(&raw, context);
    assert!(read.problems.is_empty(), "{typed}: {:?}", read.problems);
    let document = document::parse(read.commentary.text.as_str(), file).expect("it is Markdown");
    let mut lines = Vec::new();
    document.blocks.iter().for_each(|block| add(block, &mut lines));
    for place in &read.commentary.unpaired {
        assert!("\"'“”‘".contains(&typed[place.range()]), "{typed}: {place:?}");
    }
    (lines.join("\n"), read.commentary.unpaired.len())
}

fn add(block: &Block, lines: &mut Vec<String>) {
    let mut all = |blocks: &[Block]| blocks.iter().for_each(|block| add(block, lines));
    match &block.kind {
        BlockKind::Heading(_, inlines) | BlockKind::Paragraph(inlines) => {
            lines.push(plain_text(inlines).trim().to_owned());
        }
        BlockKind::List(list) => list.items.iter().for_each(|item| all(item)),
        BlockKind::Quote(blocks) | BlockKind::Region(_, blocks) => all(blocks),
        BlockKind::Table(table) => {
            let cells = table.rows.iter().flatten();
            let cells: Vec<_> = table.head.iter().chain(cells).map(|c| plain_text(c)).collect();
            lines.push(cells.join(" "));
        }
        BlockKind::Image(_) | BlockKind::Rule => {}
    }
}
