//! Odd letters: each in `tests/odd` is odd in one way, and all must come out as letters that can
//! be sent. The PDFs are left in `target/tmp/pdfs`, for those who judge PDFs.

#[cfg(feature = "genpdf")]
use crate::pages::assert_engines_agree;
use crate::support::{Sample, each_letter_of, root};
use crate::tags::{Child, Tree};
use peel_letter::layout::{
    Mark, NodeId, Owner, Page, Pages, Placed, Rectangle, Role, Target, TextRun,
};
use peel_letter::pdf::Engine;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The pages of every odd letter, set once for all tests.
static LETTERS: LazyLock<Vec<(String, Pages)>> = LazyLock::new(|| {
    let mut letters = Vec::new();
    let mut set = |mut sample: Sample<'_>| {
        let pages = sample.pages();
        write_pdf(&mut sample);
        letters.push((sample.name, pages));
    };
    each_odd(&mut set);
    for pages in [30, 250] {
        each_letter_of(long_letter(pages).path(), &mut set);
    }
    letters
});

fn each_odd(mut test: impl FnMut(Sample<'_>)) {
    for folder in ["plain", "pictures"] {
        each_letter_of(&root().join("tests/odd").join(folder), &mut test);
    }
}

/// A working folder with a letter of as many pages or a few more. An area takes most of a page.
fn long_letter(pages: usize) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder can be made");
    let odd = root().join("tests/odd");
    fs::copy(odd.join("plain/data/office.toml"), data.join("office.toml")).expect("it is there");
    let area = fs::read_to_string(odd.join("area.toml")).expect("it is there");
    let mut letter = format!("subject = \"A letter of {pages} pages\"\n");
    for _ in 0..pages * 4 / 3 {
        letter.push_str(&area);
    }
    fs::write(data.join(format!("{pages}-pages.toml")), letter).expect("a file can be written");
    folder
}

fn write_pdf(sample: &mut Sample<'_>) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pdfs");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let undated = if sample.letter.date.is_none() { "-undated" } else { "" };
    let path: PathBuf = folder.join(format!("{}{undated}.pdf", sample.name));
    fs::write(path, sample.pdf(Engine::Krilla)).expect("a file can be written");
}

/// Calls `test` with the name of each letter, its pages and its tags.
fn each(test: impl Fn(&str, &Pages, &Tree<'_>)) {
    for (name, pages) in LETTERS.iter() {
        test(name, pages, &Tree::of(pages));
    }
}

/// The margins of the built-in style, in points: left, top, right, bottom. The foot of a 'p' may
/// hang below the lower one by half a millimetre.
const FRAME: (f32, f32, f32, f32) = (70.8, 70.8, 524.5, 772.5);
/// How much higher than text the letterhead begins.
const LIFT: f32 = 28.4;

/// The ink of a mark: of text from the top of capitals to the foot of a 'p', without the space at
/// its end.
fn ink(mark: &Mark) -> Rectangle {
    match &mark.placed {
        Placed::Rule(area, _) | Placed::Image(area, _) => *area,
        Placed::Text(run) => {
            let (size, width) = (run.size, seen_width(run));
            Rectangle { x: run.x, y: run.y - size * 0.72, width, height: size * 0.93 }
        }
    }
}

fn seen_width(run: &TextRun) -> f32 {
    let end = run.text.trim_end().len();
    run.glyphs.iter().filter(|glyph| glyph.text.start < end).map(|glyph| glyph.advance).sum()
}

fn is_body(mark: &Mark) -> bool {
    !matches!(mark.owner, Owner::RunningHead | Owner::PageNumber)
}

#[test]
fn a_letter_is_as_long_as_it_is_meant_to_be() {
    for (name, pages) in [("one-page", 1..=1), ("30-pages", 30..=40), ("250-pages", 250..=340)] {
        let (_, letter) = LETTERS.iter().find(|(known, _)| known == name).expect("it is made");
        assert!(pages.contains(&letter.pages.len()), "{name}: {}", letter.pages.len());
    }
}

#[test]
fn nothing_runs_out_of_the_margins() {
    each(|name, pages, _| {
        for (number, page) in pages.pages.iter().enumerate() {
            let top = FRAME.1 - if number == 0 { LIFT } else { 0.0 };
            for mark in &page.marks {
                let area = ink(mark);
                let at = format!("{name} page {}: {mark:?}", number + 1);
                assert!(area.x >= FRAME.0 && area.x + area.width <= FRAME.2, "{at}");
                let bottom = area.y + area.height;
                assert!(!is_body(mark) || area.y >= top && bottom <= FRAME.3, "{at}");
            }
        }
    });
}

#[test]
fn nothing_is_drawn_over_something_else() {
    each(|name, pages, _| {
        for (number, page) in pages.pages.iter().enumerate() {
            let areas: Vec<Rectangle> =
                page.marks.iter().filter(|m| !is_rule(m)).map(ink).collect();
            for (index, one) in areas.iter().enumerate() {
                let other = areas[index + 1..].iter().find(|other| overlap(one, other));
                assert!(other.is_none(), "{name} page {}: {one:?} {other:?}", number + 1);
            }
        }
    });
}

fn is_rule(mark: &Mark) -> bool {
    matches!(mark.placed, Placed::Rule(..))
}

fn overlap(one: &Rectangle, other: &Rectangle) -> bool {
    let (across, down) = (
        (one.x + one.width).min(other.x + other.width) - one.x.max(other.x),
        (one.y + one.height).min(other.y + other.height) - one.y.max(other.y),
    );
    across > 0.5 && down > 0.1
}

/// The texts on a page that are part of a node for which `is` holds.
fn texts<'a>(
    page: &'a Page,
    tree: &'a Tree<'_>,
    is: impl Fn(NodeId) -> bool,
) -> Vec<(NodeId, &'a TextRun)> {
    let text = |mark: &'a Mark| match (&mark.owner, &mark.placed) {
        (Owner::Node(node), Placed::Text(run)) => Some((*node, run)),
        _ => None,
    };
    let marks = page.marks.iter().filter_map(text);
    marks.filter(|(node, _)| tree_has(tree, *node, &is)).collect()
}

fn tree_has(tree: &Tree<'_>, node: NodeId, is: impl Fn(NodeId) -> bool) -> bool {
    std::iter::successors(Some(node), |node| tree.parent(*node)).any(is)
}

#[test]
fn the_head_of_a_table_stands_on_every_page_that_the_table_reaches() {
    each(|name, _, tree| {
        for table in tree.nodes().filter(|node| *tree.role(*node) == Role::Table) {
            let mut head = String::new();
            for (number, page) in tree.pages(table) {
                if head.is_empty() {
                    let here = texts(page, tree, |node| node == table);
                    let is_head = |node: &NodeId| {
                        tree.within(*node, |role| *role == Role::HeadCell).is_some()
                    };
                    let cells = here.iter().filter(|(node, _)| is_head(node));
                    head = cells.map(|(_, run)| run.text.as_str()).collect();
                    assert!(!head.is_empty(), "{name}: a table begins without its head");
                    continue;
                }
                let repeated: String = page.marks.iter().filter_map(decoration).collect();
                assert_eq!(repeated, head, "{name} page {}", number + 1);
            }
        }
    });
}

/// The text of a mark that is seen and not read.
fn decoration(mark: &Mark) -> Option<&str> {
    match (&mark.owner, &mark.placed) {
        (Owner::Decoration, Placed::Text(run)) => Some(&run.text),
        _ => None,
    }
}

#[test]
fn a_label_stands_on_the_line_of_its_text() {
    each(|name, _, tree| {
        for label in tree.nodes().filter(|node| *tree.role(*node) == Role::Label) {
            let item = tree.parent(label).expect("a label is part of an item or a note");
            let (_, page) = tree.pages(label).next().expect("it is drawn");
            let label_text = texts(page, tree, |node| node == label)[0].1;
            let at = format!("{name}: {:?}", label_text.text);
            let is_text = |node: NodeId| !tree_has(tree, node, |inner| inner == label);
            let body = texts(page, tree, |node| node == item);
            let first = body.iter().find(|(node, _)| is_text(*node)).map(|(_, run)| run);
            match first {
                Some(run) => {
                    assert!(
                        run.y == label_text.y || begins_with_image(tree, item),
                        "{at}: {}",
                        run.y
                    );
                    let right = label_text.x + seen_width(label_text);
                    assert!(right + 2.0 <= run.x, "{at} runs into its text");
                }
                None => assert!(begins_with_image(tree, item), "{at} is alone"),
            }
        }
    });
}

fn begins_with_image(tree: &Tree<'_>, item: NodeId) -> bool {
    let mut first = tree.inner(item).get(1).copied();
    while let Some(node) = first {
        if matches!(tree.role(node), Role::Figure(_)) {
            return true;
        }
        first = tree.inner(node).first().copied();
    }
    false
}

#[test]
fn a_footnote_begins_on_the_page_that_refers_to_it() {
    each(|name, pages, _| {
        let (mut references, mut notes) = (BTreeMap::new(), BTreeMap::new());
        for (number, page) in pages.pages.iter().enumerate() {
            for link in &page.links {
                match link.target {
                    Target::Note(note) => references.entry(note).or_insert(number),
                    Target::Reference(note) => notes.entry(note).or_insert(number),
                    Target::Url(_) => continue,
                };
            }
        }
        assert_eq!(references, notes, "{name}");
    });
}

#[test]
fn no_heading_is_the_last_on_its_page_and_no_line_of_a_paragraph_is_left_alone() {
    each(|name, pages, tree| {
        for (number, page) in pages.pages.iter().enumerate() {
            let not_note = |node: NodeId| tree.within(node, |r| *r == Role::Note).is_none();
            let last = page.marks.iter().rev().find_map(|mark| match mark.owner {
                Owner::Node(node) if not_note(node) => Some(node),
                _ => None,
            });
            let Some(last) = last else { continue };
            let heading = tree.within(last, |role| matches!(role, Role::Heading(..)));
            assert!(heading.is_none(), "{name} page {}", number + 1);
            let is_text = |role: &Role| matches!(role, Role::Paragraph | Role::ListBody);
            let Some(text) = tree.within(last, is_text) else { continue };
            let lines = |page: &Page| lines(page, tree, text);
            let here = lines(page);
            let Some(after) = pages.pages.get(number + 1).map(lines).filter(|n| *n > 0) else {
                continue;
            };
            assert!(here > 1 && after > 1, "{name} page {}: {here} and {after}", number + 1);
        }
    });
}

/// How many lines of a text a page has.
fn lines(page: &Page, tree: &Tree<'_>, text: NodeId) -> usize {
    let mut baselines: Vec<f32> =
        texts(page, tree, |node| node == text).iter().map(|(_, run)| run.y).collect();
    // A reference to a footnote stands above the line.
    baselines.dedup_by(|a, b| (*a - *b).abs() < 5.0);
    baselines.len()
}

#[test]
fn the_rows_of_a_table_have_equally_many_cells() {
    each(|name, _, tree| {
        for table in tree.nodes().filter(|node| *tree.role(*node) == Role::Table) {
            let rows = tree.inner(table);
            let cells: Vec<usize> = rows.iter().map(|row| tree.inner(*row).len()).collect();
            assert!(cells.iter().all(|count| *count == cells[0]), "{name}: {cells:?}");
        }
    });
}

#[test]
fn headings_leave_out_no_level() {
    each(|name, _, tree| {
        let mut above = 0;
        for node in tree.in_order() {
            if let Role::Heading(level, words) = tree.role(node) {
                assert!(*level <= above + 1 && (*level > 1 || above == 0), "{name}: {words}");
                above = *level;
            }
        }
        assert!(above > 0, "{name} has no heading");
    });
}

/// Which tags may stand directly in which, by ISO 32000-1, 14.8.4.
#[test]
fn tags_stand_where_they_may() {
    each(|name, _, tree| {
        for node in tree.nodes() {
            let role = tree.role(node);
            let parent = tree.parent(node).map(|parent| tree.role(parent));
            let may = match role {
                Role::ListItem => matches!(parent, Some(Role::List(_))),
                Role::ListBody => matches!(parent, Some(Role::ListItem)),
                Role::Label => matches!(parent, Some(Role::ListItem | Role::Note)),
                Role::Row => matches!(parent, Some(Role::Table)),
                Role::HeadCell | Role::Cell => matches!(parent, Some(Role::Row)),
                Role::Link | Role::NoteReference | Role::Struck => parent.is_some(),
                Role::Note => parent.is_none(),
                _ => !matches!(parent, Some(Role::Paragraph | Role::Heading(..) | Role::List(_))),
            };
            assert!(may, "{name}: {role:?} in {parent:?}");
            let holds = !tree.children(node).is_empty();
            assert!(holds, "{name}: {role:?} is empty");
            let text = tree.children(node).iter().any(|child| !matches!(child, Child::Node(_)));
            let only_parts = matches!(
                role,
                Role::List(_) | Role::ListItem | Role::Table | Role::Row | Role::Quote | Role::Note
            );
            assert!(!(only_parts && text), "{name}: {role:?} has words of its own");
        }
    });
}

/// How much of a page may differ between the engines, of a thousand: a page full of small letters
/// has many edges.
#[cfg(feature = "genpdf")]
const ENGINES: usize = 40;

#[cfg(feature = "genpdf")]
#[test]
fn the_light_engine_draws_them_too() {
    each_odd(|mut sample| {
        assert_engines_agree(&mut sample, ENGINES);
    });
}
