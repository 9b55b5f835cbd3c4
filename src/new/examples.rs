//! What a letter can hold, ready to be taken into use.

use super::commented;
use crate::letter::Letter;
use crate::letter::canonical::string;

/// What is said of the whole.
pub const OVERVIEW: &str = "\
# What you say of the whole, after the salutation.
[overview]
text = '''
'''

";

/// The end.
pub const CONCLUSION: &str = "\
# The end, before the signature.
[conclusion]
text = '''
'''
";

// Each text is on one line, so that no part of a block that is taken into use breaks the file.

/// An area for improvement and its answer.
const ITEM: &str = "\
[[area.item]]
text = '''[insert the report's words]'''
response = '''[insert your answer]'''
";

/// A cause of concern with a recommendation beneath it.
const CONCERN: &str = "\
[[area.item]]
kind = \"cause of concern\"
text = '''[insert the report's words]'''
response = '''[insert your answer]'''

[[area.item.items]]
kind = \"recommendation\"
text = '''[insert the report's words]'''
position = \"accepted\"
action = '''[insert what is done or will be done]'''
";

/// A recommendation outside areas.
const OUTSIDE: &str = "\
[[item]]
kind = \"recommendation\"
number = 1
deadline = 2026-09-30
text = '''[insert the report's words]'''
position = \"accepted\"
action = '''[insert what is done or will be done]'''
";

/// The first recommendation of a national report.
pub const NATIONAL: &str = "\
# The recommendations of the report that you answer; the next begins with [[item]] again. Areas, as a
# report on one force has them, are not needed.

[[item]]
kind = \"recommendation\"
number = 1
# deadline = 2026-09-30             # by when; else leave it out
text = '''
[insert the report's words]
'''
# position = \"accepted\"             # accepted, partly or rejected
action = '''
[insert what is done or will be done]
'''
# no_action_because = \"...\"         # in place of it, why nothing is done

";

const COMMENTS: &str = "\
comments = '''[insert the comments]'''
reply = '''[insert your reply]'''
";

const ITEMS: &str = "\
# What the inspection wants done in an area stands below it, as here; the next begins with
# [[area.item]] again. \"position\" is accepted, partly or rejected; \"no_action_because\" says why
# nothing is done. An area for improvement:
#
";

/// The items of an area.
pub fn items() -> String {
    [
        ITEMS,
        &commented(ITEM),
        "#\n# A cause of concern, with a recommendation beneath it:\n#\n",
        &commented(CONCERN),
        "\n",
    ]
    .concat()
}

/// Items outside areas, where they are not what the letter is about.
pub fn outside_areas() -> String {
    [
        "# Recommendations of a national report stand outside areas, and are printed before them.\n#\n",
        &commented(OUTSIDE),
        "\n",
    ]
    .concat()
}

/// The chief constable's comments on the whole report, with the name that the last letter gave.
pub fn chief_constable(last: Option<&Letter>) -> String {
    let last = last.and_then(|letter| letter.chief_constable.as_ref());
    let name = last.and_then(|last| last.name.as_ref());
    let name = string(name.map_or("[insert the name]", |name| &name.value));
    let office = last.and_then(|last| last.office.as_ref());
    let office = office.map(|office| format!("office = {}\n", string(&office.value)));
    let office = office.unwrap_or_default();
    [
        "# The chief constable's comments on the whole report. If there were none, put\n\
         # \"none_received = true\" in place of them; if they are attached, \"file = ...\".\n#\n",
        &commented(&format!("[chief_constable]\nname = {name}\n{office}{COMMENTS}")),
        "\n",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;
    use crate::letter::load::{Shared, Source, Sources, load};

    /// What is commented out in a new letter must be right when it is taken into use.
    #[test]
    fn the_examples_can_be_used() {
        let comments = format!("[chief_constable]\nname = \"A. N. Other\"\n{COMMENTS}");
        let examples = ["[[area]]\ntitle = 'A'", ITEM, CONCERN, OUTSIDE, &comments].join("\n");
        let letter = format!(
            "draft = true\nsubject = 'S'\nsalutation = 'Dear X'\n{examples}\
             [recipient]\nname = 'X'\naddress = ['Y']\n[inspection]\nreport = 'R'\n"
        );
        let mut files = Files::default();
        let letter = files.add("data/new.toml", letter);
        let office = Some(files.add("data/office.toml", super::super::OFFICE));
        let built_in_programmes = files.add("programmes.toml", "");
        let sources = Sources { office, built_in_programmes, programmes: None };
        let source = Source { file: letter, path: "data/new.toml", forms: &[] };
        assert_eq!(load(&files, &Shared::read(&files, sources), source).problems, []);
    }
}
