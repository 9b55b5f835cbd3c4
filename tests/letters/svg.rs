//! The pages as SVG: all that is printed stands on them, and each run knows where it is written.

use crate::support::each_letter;

/// A run of text with what is said of it.
struct Run {
    text: String,
    file: Option<String>,
    bytes: [usize; 2],
}

fn runs(svg: &str) -> Vec<Run> {
    svg.split("<tspan").skip(1).map(run).collect()
}

fn run(tspan: &str) -> Run {
    let (attributes, rest) = tspan.split_once('>').expect("the tag ends");
    let value = |name: &str| {
        let (_, value) = attributes.split_once(&format!(" {name}=\""))?;
        Some(value.split_once('"')?.0.to_owned())
    };
    let text = rest.split_once('<').expect("the text ends").0;
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let byte = |name| value(name).map_or(0, |value| value.parse().expect("a number"));
    Run { text, file: value("data-file"), bytes: [byte("data-from"), byte("data-to")] }
}

/// The letters and figures of a text, which the setting of it leaves alone.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether what is written there are these words, some of them, or these and more; or a day, which is
/// printed in words, or the name of a footnote, of which the number is printed.
fn are_the_same(printed: &str, written: &str) -> bool {
    let is_day = written.len() == 10 && !written.contains(|c: char| c.is_alphabetic());
    let (printed, written) = (letters(printed), letters(written));
    let is_number = printed.chars().all(|c| c.is_ascii_digit());
    is_day || is_number || printed.contains(&written) || written.contains(&printed)
}

#[test]
fn all_that_is_printed_is_on_the_pages() {
    each_letter(|mut sample| {
        let svg: String = runs(&sample.svg()).into_iter().map(|run| run.text).collect();
        let words = |text: &str| letters(text);
        for page in &sample.pages().pages {
            for mark in &page.marks {
                if let peel_letter::layout::Placed::Text(run) = &mark.placed {
                    assert!(
                        words(&svg).contains(&words(&run.text)),
                        "{}: {}",
                        sample.name,
                        run.text
                    );
                }
            }
        }
    });
}

#[test]
fn each_run_is_written_where_it_says() {
    each_letter(|mut sample| {
        let runs = runs(&sample.svg());
        let known = runs.iter().filter_map(|run| Some((run, run.file.as_deref()?)));
        for (run, name) in known.clone() {
            let file = sample.files.find(name).expect("the file is one of the letter's");
            let written = &sample.files.text(file)[run.bytes[0]..run.bytes[1]];
            assert!(
                are_the_same(&run.text, written),
                "{}: {:?} {written:?}",
                sample.name,
                run.text
            );
        }
        // The rest are words of templates, and what stands on every page.
        let length =
            |runs: &mut dyn Iterator<Item = &Run>| runs.map(|run| run.text.len()).sum::<usize>();
        let (known, all) = (length(&mut known.map(|(run, _)| run)), length(&mut runs.iter()));
        assert!(known * 5 > all * 4, "{}: {known} of {all}", sample.name);
    });
}
