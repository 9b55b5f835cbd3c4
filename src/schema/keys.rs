//! Every key that a file can have, table by table, in the words that an editor shows.

/// One key.
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What can stand there.
    pub kind: Kind,
    /// What it is, and where it is printed.
    pub about: &'static str,
    /// Whether the table cannot go without it.
    pub required: bool,
}

/// What can stand under a key.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A line of text.
    Line,
    /// A list of lines.
    Lines,
    /// Commentary in Markdown.
    Commentary,
    /// `true` or `false`.
    Boolean,
    /// A whole number from 0.
    Count,
    /// A day.
    Date,
    /// A web address.
    Url,
    /// A number or text.
    Number,
    /// A list of such.
    Numbers,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A list of these words.
    Choices(&'static [&'static str]),
    /// A programme; an office can have its own.
    Programme,
    /// A grade; a programme can have its own.
    Grade,
    /// A pillar; a programme can have its own.
    Pillar,
    /// A day, `true` or `false`.
    Done,
    /// A day, words, or a table with these keys.
    Deadline(&'static [Key]),
    /// A table with these keys.
    Table(&'static [Key]),
    /// A table with these keys; others keep no letter from being made.
    Open(&'static [Key]),
    /// Several such tables.
    Tables(&'static [Key]),
    /// A finding that is allowed: its code, or a table with these keys.
    Allow(&'static [Key]),
}

use Kind::{
    Allow, Boolean, Choice, Choices, Commentary, Count, Date, Deadline, Done, Grade, Line, Lines,
    Number, Numbers, Open, Pillar, Programme, Table, Tables, Url,
};

const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, about, required: false }
}

const fn needed(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, about, required: true }
}

/// The top of a letter or of the office file.
pub const LETTER: &[Key] = &[
    key("date", Date, "The day of the letter, such as 2024-10-28. Only a draft can go without."),
    key(
        "date_style",
        Choice(&["plain", "ordinal"]),
        "How days are printed: plain is 16 April 2018, ordinal is 16th April 2018.",
    ),
    key("draft", Boolean, "true for a draft: every page says so, and so does the file's name."),
    key(
        "language",
        Choice(&["en", "cy"]),
        "The language of the letter: en is English, cy is Welsh.",
    ),
    key("subject", Line, "What the letter is about: its main heading, and the title of the PDF."),
    key("reference", Line, "The reference of your office, printed below the date."),
    key("your_reference", Line, "The recipient's reference, printed below the date."),
    key(
        "delivery",
        Line,
        "How it is sent, such as \"By email only\": printed below the references.",
    ),
    key("salutation", Line, "Such as \"Dear Home Secretary\"; the comma is added after it."),
    key("valediction", Line, "Such as \"Yours sincerely\", above the signature."),
    key("enclosures", Lines, "What is sent with the letter: a list after the signature."),
    key("cc", Lines, "Who gets a copy: a list after the signature."),
    key(
        "forms",
        Choices(&["letter", "statement"]),
        "What to make: the letter, a statement for the website, or both.",
    ),
    key(
        "heading_numbers",
        Choice(&["none", "1)", "1."]),
        "The numbers before the titles of areas.",
    ),
    key(
        "grades",
        Choice(&["headings", "list", "grouped", "table"]),
        "Where grades are shown: in the headings of the areas, or together after the overview.",
    ),
    key("force_term", Line, "What fixed sentences call the force, such as \"the Constabulary\"."),
    key("abbreviations", Lines, "Abbreviations that your readers know. For checks, not printed."),
    key("sender", Table(SENDER), "Who writes: letterhead and signature."),
    key("recipient", Table(RECIPIENT), "Who the letter goes to: in the window of the envelope."),
    key(
        "home_secretary",
        Tables(HOME_SECRETARY),
        "Who was Home Secretary from which day. For checks and new letters, not printed.",
    ),
    key("inspection", Table(INSPECTION), "The inspection that the letter answers."),
    key("overview", Table(SECTION), "What you say of the whole, after the salutation."),
    key("item", Tables(ITEM), "What a report wants done outside areas; printed before the areas."),
    key("response", Tables(RESPONSE), "One answer to several items outside areas."),
    key("area", Tables(AREA), "One area of the inspection, with its items and their answers."),
    key("chief_constable", Table(CHIEF_CONSTABLE), "Comments on the whole report."),
    key("conclusion", Table(SECTION), "The end of the letter, before the signature."),
    key("check", Open(CHECK), "Settings of checks. Not printed, and left out of the PDF."),
];

const SENDER: &[Key] = &[
    key("name", Line, "The commissioner's name."),
    key("post_nominals", Line, "Letters after the name, such as \"OBE DL\"."),
    key("title", Line, "The title of the office held, such as Police and Crime Commissioner."),
    key("office", Line, "The name of the office."),
    key("address", Lines, "The lines of the address."),
    key("telephone", Line, "The telephone number."),
    key("email", Line, "The e-mail address."),
    key("website", Line, "The web address."),
];

const RECIPIENT: &[Key] = &[
    key("name", Line, "The name, with what stands before and after it."),
    key("office", Line, "The office held, such as Home Secretary."),
    key("address", Lines, "The lines of the address."),
];

const HOME_SECRETARY: &[Key] = &[
    needed("name", Line, "The name, as in an address."),
    needed("since", Date, "The day the office was taken."),
    key("salutation", Line, "How to begin a letter."),
];

const INSPECTION: &[Key] = &[
    key("force", Line, "The force inspected. In the properties of the PDF."),
    key("programme", Programme, "The programme, which decides the grades that can be given."),
    key("report", Line, "The title of the report: in the first line of a statement."),
    key("published", Date, "The day the report was published: the first of the 56 days."),
    key("url", Url, "Where the report can be read: the link in the first line of a statement."),
    key("inspectorates", Lines, "Who inspected; without it, HMICFRS."),
    key("grade", Grade, "The overall grade. Not printed."),
    key("previous_grade", Grade, "The overall grade of the last inspection. Not printed."),
    key("pillar", Tables(PILLAR), "The grade of a pillar: in a list after the overview."),
    key("reported", Table(REPORTED), "How many items the report itself counts. For checks."),
];

const PILLAR: &[Key] = &[
    needed("name", Pillar, "The name of the pillar."),
    needed("grade", Grade, "Its grade."),
    key("previous_grade", Grade, "Its grade at the last inspection."),
];

const REPORTED: &[Key] = &[
    key("recommendations", Count, "The number of recommendations."),
    key("areas_for_improvement", Count, "The number of areas for improvement."),
    key("causes_of_concern", Count, "The number of causes of concern."),
    key("for_force", Count, "The number of those that concern the force."),
];

const SECTION: &[Key] = &[
    key("text", Commentary, "The words."),
    key("welsh", Commentary, "A part in Welsh, after the text."),
];

const AREA: &[Key] = &[
    needed("title", Line, "The name of the area: its heading."),
    key("long_title", Line, "Its long official name: in italics below the heading."),
    key("pillar", Pillar, "The pillar it belongs to. Not printed."),
    key("grade", Grade, "Its grade, now."),
    key("graded", Boolean, "false if the area was inspected and not graded."),
    key("previous_grade", Grade, "Its grade at the last inspection."),
    key("corrected", Table(CORRECTED), "The grade first published, if it was corrected."),
    key("findings", Commentary, "What leads up to the items."),
    key("item", Tables(ITEM), "One thing that the inspection wants done, and your answer."),
    key("response", Tables(RESPONSE), "One answer to several items of this area."),
    key("joint_response", Commentary, "One answer to all items that have no other."),
    key("closing", Commentary, "The last words on the area, after the items."),
    key("welsh", Commentary, "A part in Welsh, at the end of the area."),
];

const CORRECTED: &[Key] = &[
    needed("from", Grade, "The grade first published."),
    needed("on", Date, "The day it was corrected."),
];

const RESPONSE: &[Key] = &[
    needed("to", Numbers, "The numbers of the items."),
    key("text", Commentary, "The answer."),
    ACTION,
    NO_ACTION,
];

/// An item, and those that stand beneath it.
const ITEM: &[Key] = &[
    KIND,
    NUMBER,
    TITLE,
    CONTEXT,
    TEXT,
    RESPONDED,
    OWNER,
    DEADLINE,
    DONE,
    POSITION,
    ACTION,
    NO_ACTION,
    COMMENTS,
    REPLY,
    key("items", Tables(BENEATH), "A recommendation beneath this cause of concern."),
];

/// A recommendation beneath a cause of concern.
const BENEATH: &[Key] = &[
    KIND, NUMBER, TITLE, CONTEXT, TEXT, RESPONDED, OWNER, DEADLINE, DONE, POSITION, ACTION,
    NO_ACTION, COMMENTS, REPLY,
];

const KIND: Key = key(
    "kind",
    Choice(&[
        "area for improvement",
        "cause of concern",
        "accelerated cause of concern",
        "recommendation",
    ]),
    "What it is; an area for improvement unless you say otherwise.",
);
const NUMBER: Key = key("number", Number, "Its number in the report: in its heading.");
const TITLE: Key = key("title", Line, "Its title in the report: in its heading.");
const CONTEXT: Key = key("context", Commentary, "What leads up to it: above its heading.");
const TEXT: Key = needed("text", Commentary, "The report's words.");
const RESPONDED: Key = key("response", Commentary, "What you say to it.");
const OWNER: Key = key("owner", Line, "Who is to act: below its heading.");
const DEADLINE: Key = key(
    "deadline",
    Deadline(WITHIN),
    "By when: a day, a month such as \"2024-05\", { within = \"3 months\", from = 2023-11-30 }, or words.",
);
const DONE: Key = key("done", Done, "The day it was done; or true where no day is told.");
const POSITION: Key =
    key("position", Choice(&["accepted", "partly", "rejected"]), "Whether you accept it.");
const ACTION: Key = key("action", Commentary, "What is done or will be done.");
const NO_ACTION: Key = key("no_action_because", Commentary, "Why nothing is done.");
const COMMENTS: Key = key(
    "chief_constable",
    Commentary,
    "The chief constable's comments on it, printed as a quotation.",
);
const REPLY: Key = key("reply", Commentary, "What you reply to those comments.");

const WITHIN: &[Key] = &[
    needed("within", Line, "A number with days, weeks, months or years, such as \"3 months\"."),
    needed("from", Date, "The day that the time begins."),
];

const CHIEF_CONSTABLE: &[Key] = &[
    key("name", Line, "The name: in the sentence before the comments."),
    key("office", Line, "The office held; Chief Constable unless you say otherwise."),
    key("comments", Commentary, "The comments, printed as a quotation."),
    key("file", Line, "The file that has the comments, where they are attached."),
    key("none_received", Boolean, "true if there are no comments."),
    key("reply", Commentary, "What you reply."),
];

const CHECK: &[Key] =
    &[key("allow", Allow(ALLOWED), "Findings of checks that are right as they are.")];

const ALLOWED: &[Key] =
    &[needed("code", Line, "The code of the finding."), key("reason", Line, "Why it is right.")];

/// A file of programmes.
pub const PROGRAMMES: &[Key] = &[key("programme", Tables(PROGRAMME), "One round of inspections.")];

const PROGRAMME: &[Key] = &[
    needed("name", Line, "The name, as letters give it."),
    key("aliases", Lines, "Other ways to write the name."),
    key(
        "scale",
        Lines,
        "The grades that can be given, best first; none where none were published.",
    ),
    key("overall", Boolean, "Whether a report gives one grade over its areas."),
    key("pillars", Lines, "The pillars that are graded, where there are any."),
    key("areas", Tables(PROGRAMME_AREA), "The areas that are inspected."),
    key(
        "comparable",
        Boolean,
        "Whether grades can be compared with those of the programme before.",
    ),
];

const PROGRAMME_AREA: &[Key] = &[
    needed("short", Line, "The short name."),
    key("long", Line, "The official name, where it is longer."),
    key("graded", Boolean, "false if it is inspected and never graded."),
];
