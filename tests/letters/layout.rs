//! What stands where, as text: a page's lines with x, baseline and width in points.

use crate::support::{assert_same, each_letter, root};
use peel_letter::layout::{Owner, Page, Pages, Placed};
use std::fmt::Write;

#[test]
fn every_line_stands_where_it_stood() {
    each_letter(|mut sample| {
        let text = described(&sample.pages());
        let path = root().join(format!("tests/letters/layout/{}.txt", sample.name));
        assert_same(&path, text.as_bytes());
    });
}

#[test]
fn nothing_runs_out_of_the_margins() {
    each_letter(|mut sample| {
        for page in sample.pages().pages {
            for mark in page.marks {
                if let Placed::Text(run) = mark.placed {
                    let end = run.text.trim_end().len();
                    let seen = run.glyphs.iter().filter(|glyph| glyph.text.start < end);
                    let right = run.x + seen.map(|glyph| glyph.advance).sum::<f32>();
                    assert!(run.x >= 70.0 && right <= 525.0, "{:?} reaches to {right}", run.text);
                }
            }
        }
    });
}

/// Millimetres in a point.
const MM: f32 = 25.4 / 72.0;

#[test]
fn the_window_of_a_dl_envelope_shows_the_addressee_and_nothing_else() {
    each_letter(|mut sample| {
        if sample.name.ends_with("-statement") {
            return;
        }
        let recipient = sample.letter.recipient.clone().expect("a letter has an addressee");
        let mut lines = recipient.address;
        lines.push(recipient.name);
        lines.extend(recipient.office);
        for mark in &sample.pages().pages[0].marks {
            let Placed::Text(run) = &mark.placed else { continue };
            let (left, right) = (run.x * MM, (run.x + run.width()) * MM);
            let (top, baseline) = ((run.y - run.size * 0.73) * MM, run.y * MM);
            if lines.iter().any(|line| line.value == run.text.trim()) {
                // What is seen however the sheet slips in the envelope: a line may lose no more
                // than a quarter of a millimetre.
                assert!(left >= 20.0 && right <= 100.0, "{}", run.text);
                assert!(top >= 56.75 && baseline <= 81.25, "{}: {top} to {baseline}", run.text);
            } else {
                let beside = left >= 110.0;
                assert!(beside || baseline + 1.0 <= 46.0 || top >= 92.0, "{}", run.text);
            }
        }
    });
}

fn described(pages: &Pages) -> String {
    let mut out = String::new();
    for (index, page) in pages.pages.iter().enumerate() {
        let _ = writeln!(out, "page {}", index + 1);
        describe(page, &mut out);
    }
    out
}

fn describe(page: &Page, out: &mut String) {
    for mark in &page.marks {
        let owner = match mark.owner {
            Owner::Node(_) => "",
            Owner::RunningHead => " (running head)",
            Owner::PageNumber => " (page number)",
            Owner::Decoration => " (decoration)",
        };
        let _ = match &mark.placed {
            Placed::Text(run) => writeln!(
                out,
                "  {:7.2} {:7.2} {:7.2}  {:?} {}  {}{owner}",
                run.x,
                run.y,
                run.width(),
                run.face,
                run.size,
                run.text.trim_end(),
            ),
            Placed::Rule(area, _) => writeln!(
                out,
                "  {:7.2} {:7.2} {:7.2}  rule of height {:.2}{owner}",
                area.x, area.y, area.width, area.height
            ),
            Placed::Image(area, _) => writeln!(
                out,
                "  {:7.2} {:7.2} {:7.2}  image of height {:.2}{owner}",
                area.x, area.y, area.width, area.height
            ),
        };
    }
}
