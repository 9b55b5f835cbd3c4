//! The office that letters are made in while the program is tried with what nobody would write.

use peel_letter::check::{self, Responses};
use peel_letter::diagnostic::{Diagnostic, Files, Format, Reporter};
use peel_letter::make::{Kit, LetterReader};
use peel_letter::pdf::Engine;
use peel_letter::workspace::Workspace;
use std::path::Path;

/// The working folder of a test, with nothing of its own but an office file.
pub fn workspace() -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cmd/build.in");
    Workspace::at(&folder).expect("the folder can be read")
}

/// Makes a letter as far as it can be made, in every format, and shows whatever is wrong with it.
pub fn make(toml: &str, workspace: &Workspace) {
    let mut files = workspace.files.clone();
    let source = workspace.add_text(toml.to_owned(), &mut files);
    let loaded = LetterReader::new(workspace).load(&source, &[], &files);
    show(&loaded.problems, &files);
    show(&check::check(&loaded, &Responses::default()), &files);
    let mut kit = match Kit::new(workspace) {
        Ok(kit) => kit,
        Err(problems) => return show(&problems, &files),
    };
    show(&kit.unprintable(&loaded), &files);
    let Some(letter) = loaded.good() else { return };
    for form in &letter.forms {
        match kit.make(letter, &source, &loaded.images, *form, &mut files) {
            Ok(made) => {
                let written = kit.pdf(&made, Engine::Krilla).map(drop);
                show(&written.err().unwrap_or_default(), &files);
                show(&kit.html(&made).map(drop).err().unwrap_or_default(), &files);
                let written = kit.docx(&made, &loaded, None, &files).map(drop);
                show(&written.err().unwrap_or_default(), &files);
            }
            Err(problems) => show(&problems, &files),
        }
    }
}

/// Shows problems in every way there is.
pub fn show(problems: &[Diagnostic], files: &Files) {
    for format in [Format::Human, Format::Short, Format::Json] {
        Reporter::new(format, false, 100).render_all(problems, files);
    }
}

/// A letter with this as its commentary.
pub fn letter_with(commentary: &str) -> String {
    let text = commentary.replace("'''", "");
    format!(
        "date = 2018-04-16\nsubject = \"Our answer\"\n\
         [overview]\ntext = '''\n{text}\n'''\n[conclusion]\ntext = 'I shall write again.'\n"
    )
}
