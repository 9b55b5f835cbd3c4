//! A template in place of one that is built in.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let mut workspace = office::workspace();
    let own = workspace.files.add("templates/letter.md", text);
    let letter = workspace.templates.iter_mut().find(|template| template.name == "letter.md");
    letter.expect("it is built in").own = Some(own);
    office::make(&office::letter_with("All is well."), &workspace);
});
