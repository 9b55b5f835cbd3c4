//! The keys of a letter. The office file has the same: a letter is laid over it.

use super::{
    Allowed, Choice, Commentary, Count, Day, Deadline, Done, Facts, Flag, Grade, Group, Groups,
    Key, Kind, Line, Lines, Need, Number, Numbers, OneOf, Pillar, Programme, SomeOf, Table, Url,
    group, groups, key, keys, of_kind, words_of,
};
use crate::letter::date::DateStyle;
use crate::letter::{
    self, CommentsPlace, Form, GradeDisplay, HeadingNumbers, ItemLabels, Language, Position,
    Progress, Voice,
};

keys! {
    /// The top of the file.
    LETTER {
        DATE: Day = key("date").needed_if(Need::UnlessDraft).such_as("2026-04-16").called("date")
            .is("The day of the letter; only a draft can go without")
            .printed("above the subject, and at the end of a statement").of_one_letter();
        DATE_STYLE: OneOf<DateStyle> = key("date_style").or("plain").such_as("\"ordinal\"")
            .called("how days are written").is("How days are written").printed("wherever a day stands");
        DRAFT: Flag = key("draft").or("no").such_as("true").called("draft")
            .is("true for a draft").printed("on every page, and in the file's name").of_one_letter();
        ROUND: Count = key("round")
            .within(1.0, 99.0)
            .such_as("3")
            .called("round")
            .is("Which round of a draft this is")
            .printed("beside the word that says it is a draft")
            .of_one_letter();
        LANGUAGE: OneOf<Language> = key("language").or("en").such_as("\"cy\"").called("language")
            .is("The language of the letter").printed("in its fixed words");
        VOICE: OneOf<Voice> = key("voice").or("first").such_as("\"third\"")
            .called("voice of the fixed sentences")
            .is("How fixed sentences speak of who writes").printed("in them");
        SUBJECT: Line = key("subject").needed().such_as("\"PEEL: Police Effectiveness 2017\"")
            .called("subject").is("What the letter is about")
            .printed("as its main heading, and as the title of the PDF").of_one_letter();
        RUNNING_HEAD: Line = key("running_head").such_as("\"PEEL 2023-25\"")
            .called("running head")
            .is("The subject in seven words at most, where that is long")
            .printed("at the head of every page but the first").of_one_letter();
        REFERENCE: Line = key("reference").such_as("\"EX/2026/017\"").called("our reference")
            .is("The reference of your office").printed("below the date").of_one_letter();
        YOUR_REFERENCE: Line = key("your_reference").such_as("\"HO/123\"").called("your reference")
            .is("The recipient's reference").printed("below the date").of_one_letter();
        DELIVERY: Line = key("delivery").such_as("\"By email only\"").called("how it is sent")
            .is("How it is sent").printed("below the references");
        SALUTATION: Line = key("salutation").needed_if(Need::InLetters)
            .such_as("\"Dear Home Secretary\"").called("salutation")
            .is("How the letter begins; the comma is added after it").printed("below the subject");
        VALEDICTION: Line = key("valediction").needed_if(Need::InLetters)
            .such_as("\"Yours sincerely\"").called("valediction")
            .is("How the letter ends; the comma is added after it").printed("above the signature");
        ENCLOSURES: Lines = key("enclosures").such_as("[\"Our action plan\"]").called("enclosures")
            .is("What is sent with the letter").printed("after the signature").of_one_letter();
        CC: Lines = key("cc").such_as("[\"The Chief Constable\"]").called("copies to")
            .is("Who gets a copy").printed("after the signature");
        FORMS: SomeOf<Form> = key("forms").or("letter").such_as("[\"letter\", \"statement\"]")
            .called("forms").is("What to make").printed("as files of their own");
        HEADING_NUMBERS: OneOf<HeadingNumbers> = key("heading_numbers").or("none")
            .such_as("\"1.\"").called("numbers of the headings")
            .is("How areas are numbered").printed("before their titles");
        ITEM_LABELS: OneOf<ItemLabels> = key("item_labels").or("none").such_as("\"kind\"")
            .called("labels of items without a number")
            .is("What an area for improvement without a number is called")
            .printed("in its heading");
        GRADES: OneOf<GradeDisplay> = key("grades").or("headings").such_as("\"table\"")
            .called("where grades are shown").is("Where grades are shown")
            .printed("in the headings of areas, or together after the overview");
        FORCE_TERM: Line = key("force_term").such_as("\"the Constabulary\"")
            .called("what the force is called").is("What the force is called")
            .printed("in fixed sentences");
        ABBREVIATIONS: Lines = key("abbreviations").such_as("[\"PEEL\"]")
            .is("Abbreviations that your readers know, for checks");
        SENDER: Group = group("sender", SENDER_KEYS).needed()
            .is("Who writes").printed("in the letterhead and below the signature");
        RECIPIENT: Group = group("recipient", RECIPIENT_KEYS).needed_if(Need::InLetters)
            .is("Who the letter goes to").printed("in the window of the envelope");
        HOME_SECRETARY: Groups = groups("home_secretary", HOME_SECRETARY_KEYS)
            .is("Who was Home Secretary from which day, for checks and new letters");
        INSPECTION: Group = group("inspection", INSPECTION_KEYS).needed().called("the inspection")
            .is("The inspection that the letter answers");
        OVERVIEW: Group = group("overview", OVERVIEW_KEYS).called("overview")
            .is("What you say of the whole").printed("after the salutation");
        ITEM: Groups = groups("item", ITEM_KEYS).called("items outside areas")
            .is("What a report wants done outside areas").printed("before the areas");
        RESPONSE: Groups = groups("response", RESPONSE_KEYS).called("items outside areas")
            .is("One answer to several items outside areas").printed("after them");
        AREA: Groups = groups("area", AREA_KEYS).called("areas")
            .is("One area of the inspection, with its items and their answers")
            .printed("under a heading");
        CHIEF_CONSTABLE: Group = group("chief_constable", CHIEF_CONSTABLE_KEYS)
            .called("the chief constable's comments")
            .is("Comments on the whole report").printed("under a heading");
        CONCLUSION: Group = group("conclusion", CONCLUSION_KEYS).called("conclusion")
            .is("The end of the letter").printed("before the signature");
        REVIEW: Group = group("review", REVIEW_KEYS)
            .is("Who amends the drafts, left out of the PDF");
        CHECK: Group = group("check", CHECK_KEYS)
            .is("Settings of checks, left out of the PDF");
    }
}

impl Choice for DateStyle {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("plain", Self::Plain, "16 April 2018"), ("ordinal", Self::Ordinal, "16th April 2018")];
}

impl Choice for Language {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("en", Self::English, "English"), ("cy", Self::Welsh, "Welsh")];
}

impl Choice for Form {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("letter", Self::Letter, ""), ("statement", Self::Statement, "for the website")];
}

impl Choice for HeadingNumbers {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("none", Self::None, ""), ("1)", Self::Bracket, ""), ("1.", Self::Point, "")];
}

impl Choice for ItemLabels {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("none", Self::None, "nothing"), ("kind", Self::Kind, "what it is")];
}

impl Choice for Voice {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("first", Self::First, "I"), ("third", Self::Third, "the Commissioner")];
}

impl Choice for GradeDisplay {
    const CHOICES: &'static [(&'static str, Self, &'static str)] = &[
        ("headings", Self::Headings, ""),
        ("list", Self::List, ""),
        ("grouped", Self::Grouped, "a list by grade"),
        ("table", Self::Table, ""),
    ];
}

keys! {
    /// Under `[sender]`.
    SENDER_KEYS {
        SENDER_NAME: Line = key("name").needed().such_as("\"A. Commissioner\"")
            .called("sender's name").is("The commissioner's name").printed("in the letterhead and below the signature");
        POST_NOMINALS: Line = key("post_nominals").such_as("\"OBE DL\"")
            .called("letters after the sender's name").is("Letters after the name").printed("after it");
        SENDER_TITLE: Line = key("title").needed().such_as("\"Police and Crime Commissioner\"")
            .called("sender's title").is("The title of the office held").printed("below the name");
        SENDER_OFFICE: Line = key("office").needed()
            .such_as("\"Office of the Police and Crime Commissioner for Exampleshire\"")
            .called("sender's office").is("The name of the office").printed("in the letterhead");
        SENDER_ADDRESS: Lines = key("address").needed()
            .such_as("[\"1 Sample Street\", \"Exampleton\", \"ZZ1 1ZZ\"]")
            .called("sender's address").is("The lines of the address").printed("in the letterhead");
        TELEPHONE: Line = key("telephone").such_as("\"01632 960100\"")
            .called("sender's telephone").is("The telephone number").printed("in the letterhead");
        EMAIL: Line = key("email").such_as("\"office@example.org\"")
            .called("sender's e-mail").is("The e-mail address").printed("in the letterhead");
        WEBSITE: Line = key("website").such_as("\"www.example.org\"")
            .called("sender's website").is("The web address").printed("in the letterhead");
        SENDER_WELSH: Group = group("welsh", SENDER_WELSH_KEYS)
            .is("The same in Welsh, as far as it differs").printed("in letters in Welsh");
        BOTH_LANGUAGES: Flag = key("both_languages").or("no").such_as("true")
            .called("letterhead in both languages")
            .is("true for a letterhead in both languages").printed("in the letterhead");
    }
}

keys! {
    /// Under `[sender.welsh]`.
    SENDER_WELSH_KEYS {
        WELSH_TITLE: Line = key("title").such_as("\"Comisiynydd Heddlu a Throseddu\"")
            .called("sender's title in Welsh").is("The title of the office held")
            .printed("in letters in Welsh, and in a letterhead in both languages");
        WELSH_SENDER_OFFICE: Line = key("office")
            .such_as("\"Swyddfa Comisiynydd Heddlu a Throseddu Swydd Enghraifft\"")
            .called("sender's office in Welsh").is("The name of the office")
            .printed("in letters in Welsh, and in a letterhead in both languages");
        WELSH_SENDER_ADDRESS: Lines = key("address")
            .such_as("[\"1 Stryd yr Enghraifft\", \"Trefenghraifft\", \"ZZ2 2ZZ\"]")
            .called("sender's address in Welsh").is("The lines of the address")
            .printed("in letters in Welsh, and in a letterhead in both languages");
        WELSH_WEBSITE: Line = key("website").such_as("\"www.example.org/cy\"")
            .called("sender's website in Welsh").is("The web address")
            .printed("in letters in Welsh");
    }
}

keys! {
    /// Under `[recipient]`.
    RECIPIENT_KEYS {
        RECIPIENT_NAME: Line = key("name").needed().such_as("\"The Rt Hon X MP\"")
            .called("recipient's name").is("The name, with what stands before and after it")
            .printed("in the window of the envelope");
        RECIPIENT_OFFICE: Line = key("office").such_as("\"Home Secretary\"")
            .called("recipient's office").is("The office held").printed("below the name");
        RECIPIENT_ADDRESS: Lines = key("address").needed()
            .such_as("[\"Home Office\", \"2 Marsham Street\", \"London\", \"SW1P 4DF\"]")
            .called("recipient's address").is("The lines of the address").printed("below the office");
        RECIPIENT_WELSH: Group = group("welsh", RECIPIENT_WELSH_KEYS)
            .is("The same in Welsh, as far as it differs").printed("in letters in Welsh");
    }
}

keys! {
    /// Under `[recipient.welsh]`.
    RECIPIENT_WELSH_KEYS {
        WELSH_NAME: Line = key("name").such_as("\"Y Gwir Anrh. X AS\"")
            .called("recipient's name in Welsh").is("The name, with what stands before and after it")
            .printed("in letters in Welsh");
        WELSH_OFFICE: Line = key("office").such_as("\"Yr Ysgrifennydd Cartref\"")
            .called("recipient's office in Welsh").is("The office held")
            .printed("in letters in Welsh");
        WELSH_ADDRESS: Lines = key("address")
            .such_as("[\"Y Swyddfa Gartref\", \"2 Marsham Street\", \"Llundain\", \"SW1P 4DF\"]")
            .called("recipient's address in Welsh").is("The lines of the address")
            .printed("in letters in Welsh");
    }
}

keys! {
    /// Under `[[home_secretary]]`.
    HOME_SECRETARY_KEYS {
        HELD_BY: Line = key("name").needed().such_as("\"The Rt Hon X MP\"")
            .is("The name, as in an address");
        HELD_SINCE: Day = key("since").needed().such_as("2018-04-30")
            .is("The day the office was taken");
        HELD_SALUTATION: Line = key("salutation").such_as("\"Dear Home Secretary\"")
            .is("How to begin a letter");
    }
}

keys! {
    /// Under `[inspection]`.
    INSPECTION_KEYS {
        FORCE: Line = key("force").needed().such_as("\"Exampleshire Police\"")
            .called("force inspected").is("The force inspected")
            .printed("in the properties of the PDF");
        PROGRAMME: Programme = key("programme").such_as("\"PEEL 2023-25\"").called("programme")
            .is("The programme, which decides the grades that can be given");
        REPORT: Line = key("report").needed().such_as("\"PEEL: Police effectiveness 2017\"")
            .called("title of the report").is("The title of the report")
            .printed("in the first line of a statement").of_one_letter();
        PUBLISHED: Day = key("published").such_as("2026-03-22").called("publication of the report")
            .is("The day the report was published, the first of 56 days")
            .printed("in the first line of a statement").of_one_letter();
        URL: Url = key("url").such_as("\"https://www.example.org/report\"")
            .called("address of the report").is("Where the report can be read")
            .printed("as a link in the first line of a statement").of_one_letter();
        INSPECTORATES: Lines = key("inspectorates").such_as("[\"HMICFRS\"]").called("inspectorates")
            .is("Who inspected; without it, HMICFRS").printed("in the first line of a statement");
        OVERALL_GRADE: Grade = key("grade").such_as("\"good\"").called("overall grade")
            .is("The overall grade").of_one_letter();
        PREVIOUS_OVERALL_GRADE: Grade = key("previous_grade").such_as("\"good\"")
            .called("previous overall grade").is("The overall grade of the last inspection")
            .of_one_letter();
        PILLAR: Groups = groups("pillar", PILLAR_KEYS).called("pillars").is("The grade of a pillar")
            .printed("in a list after the overview");
        REPORTED: Group = group("reported", REPORTED_KEYS)
            .is("How many items the report itself counts, for checks");
    }
}

keys! {
    /// Under `[[inspection.pillar]]`.
    PILLAR_KEYS {
        PILLAR_NAME: Pillar = key("name").needed().such_as("\"effectiveness\"")
            .called("name of {}").is("The name of the pillar")
            .printed("in a list after the overview").names_its_table();
        PILLAR_GRADE: Grade = key("grade").needed().such_as("\"good\"").called("grade of {}")
            .is("Its grade").printed("in a list after the overview");
        PREVIOUS_PILLAR_GRADE: Grade = key("previous_grade").such_as("\"good\"")
            .called("previous grade of {}").is("Its grade at the last inspection")
            .printed("beside the grade");
    }
}

keys! {
    /// Under `[inspection.reported]`.
    REPORTED_KEYS {
        RECOMMENDATIONS: Count = key("recommendations").such_as("3")
            .is("The number of recommendations");
        AREAS_FOR_IMPROVEMENT: Count = key("areas_for_improvement").such_as("4")
            .is("The number of areas for improvement");
        CAUSES_OF_CONCERN: Count = key("causes_of_concern").such_as("1")
            .is("The number of causes of concern");
        FOR_FORCE: Count = key("for_force").such_as("3")
            .is("The number of those that concern the force");
        REPORTED_OWNER: Groups = groups("owner", OWNER_KEYS).is("How many of them are for somebody else");
    }
}

keys! {
    /// Under `[[inspection.reported.owner]]`.
    OWNER_KEYS {
        OWNER_NAME: Line = key("name").needed().such_as("\"Home Office\"").is("Who is to act");
        OWNER_COUNT: Count = key("count").needed().such_as("2").is("How many are for them");
    }
}

keys! {
    /// Under `[overview]`.
    OVERVIEW_KEYS {
        OVERVIEW_TEXT: Commentary = key("text").such_as(WORDS).called("text")
            .is("What you say of the whole").printed("after the salutation");
        STATEMENT_TEXT: Commentary = key("statement_text")
            .such_as(WORDS)
            .called("text of the statement")
            .is("What a statement says of the whole, where that must differ from the letter")
            .printed("in place of the text in a statement");
        OVERVIEW_WELSH: Commentary = key("welsh").such_as(WORDS).called("part in Welsh")
            .is("A part in Welsh").printed("after the text");
    }
}

keys! {
    /// Under `[conclusion]`.
    CONCLUSION_KEYS {
        HEADING: Flag = key("heading").such_as("false").called("heading")
            .is("false for no heading, true for one in any case; without it, there is one where \
                the end would read as a part of what stands before")
            .printed("above the end");
        CONCLUSION_TEXT: Commentary = key("text").such_as(WORDS).called("text")
            .is("The end of the letter").printed("before the signature");
        CONCLUSION_WELSH: Commentary = key("welsh").such_as(WORDS).called("part in Welsh")
            .is("A part in Welsh").printed("after the text");
    }
}

/// An example of commentary.
const WORDS: &str = "'''...'''";

keys! {
    /// Under `[[area]]`.
    AREA_KEYS {
        AREA_TITLE: Line = key("title").needed().such_as("\"Preventing crime\"").called("title")
            .is("The name of the area").printed("as its heading").names_its_table();
        LONG_TITLE: Line = key("long_title")
            .such_as("\"Preventing crime and anti-social behaviour\"").called("long title")
            .is("Its long official name").printed("in italics below the heading");
        AREA_PILLAR: Pillar = key("pillar").such_as("\"effectiveness\"").called("pillar")
            .is("The pillar it belongs to");
        AREA_GRADE: Grade = key("grade").such_as("\"good\"").called("grade")
            .is("Its grade, now").printed("where `grades` says");
        GRADED: Flag = key("graded").or("yes").such_as("false").called("whether it is graded")
            .is("false if the area was inspected and not graded")
            .printed("in a list or table of grades");
        PREVIOUS_AREA_GRADE: Grade = key("previous_grade").such_as("\"good\"")
            .called("previous grade").is("Its grade at the last inspection")
            .printed("below the heading, or in the list of grades");
        CORRECTED: Group = group("corrected", CORRECTED_KEYS).called("correction")
            .is("The grade first published, if it was corrected").printed("below the heading");
        FINDINGS: Commentary = key("findings").such_as(WORDS).called("findings")
            .is("What leads up to the items").printed("before them");
        AREA_ITEM: Groups = groups("item", ITEM_KEYS).called("items")
            .is("One thing that the inspection wants done, and your answer")
            .printed("after the findings");
        AREA_RESPONSE: Groups = groups("response", RESPONSE_KEYS).called("responses")
            .is("One answer to several items of this area").printed("after them");
        JOINT_RESPONSE: Commentary = key("joint_response").such_as(WORDS).called("joint response")
            .is("One answer to all items that have no other").printed("after them");
        CLOSING: Commentary = key("closing").such_as(WORDS).called("closing words")
            .is("The last words on the area").printed("after the items");
        AREA_WELSH: Commentary = key("welsh").such_as(WORDS).called("part in Welsh")
            .is("A part in Welsh").printed("at the end of the area");
    }
}

keys! {
    /// Under `[area.corrected]`.
    CORRECTED_KEYS {
        CORRECTED_FROM: Grade = key("from").needed().such_as("\"adequate\"")
            .called("grade first published").is("The grade first published")
            .printed("below the heading");
        CORRECTED_ON: Day = key("on").needed().such_as("2024-08-08")
            .called("day of the correction").is("The day it was corrected")
            .printed("below the heading");
    }
}

keys! {
    /// Under `[[response]]`, outside areas or in one.
    RESPONSE_KEYS {
        TO: Numbers = key("to").needed().such_as("[\"3\", \"7\"]")
            .called("what the response to {} answers").is("The numbers of the items")
            .names_its_table();
        RESPONSE_TEXT: Commentary = key("text").needed_if(Need::UnlessActed).such_as(WORDS).called("response to {}")
            .is("The answer; it can be left out beside an action").printed("after the items");
        RESPONSE_ACTION: Commentary = key("action").such_as(WORDS).called("action on {}")
            .is("What is done or will be done").printed("before the text");
        RESPONSE_NO_ACTION: Commentary = key("no_action_because").such_as(WORDS)
            .called("why there is no action on {}").is("Why nothing is done")
            .printed("before the text");
        RESPONSE_WELSH: Commentary = key("welsh").such_as(WORDS)
            .called("part in Welsh of the response to {}").is("A part in Welsh")
            .printed("after the text");
    }
}

keys! {
    /// Under `[[item.items]]`: a recommendation beneath a cause of concern.
    BENEATH_KEYS {
        KIND: OneOf<letter::Kind> = key("kind").or("area for improvement")
            .such_as("\"cause of concern\"").called("kind of {}").is("What it is")
            .printed("in its heading").names_its_table();
        NUMBER: Number = key("number").such_as("3").called("number of {}")
            .is("Its number in the report").printed("in its heading").names_its_table();
        TITLE: Line = key("title").such_as("\"Custody\"").called("title of {}")
            .is("Its title in the report").printed("in its heading");
        CONTEXT: Commentary = key("context").such_as(WORDS).called("what leads up to {}")
            .is("What leads up to it").printed("above its heading");
        TEXT: Commentary = key("text").needed().such_as(WORDS).called("text of {}")
            .is("The report's words").printed("as a quotation");
        ANSWER: Commentary = key("response").such_as(WORDS).called("response to {}")
            .is("What you say to it").printed("after the report's words");
        ANSWER_WELSH: Commentary = key("welsh").such_as(WORDS)
            .called("part in Welsh of the response to {}").is("A part of it in Welsh")
            .printed("after what you say");
        OWNER: Line = key("owner").such_as("\"Chief constables\"").called("owner of {}")
            .is("Who is to act").printed("below its heading");
        DEADLINE: Deadline = of_kind("deadline", Kind::Deadline(WITHIN_KEYS)).such_as("2026-09-30")
            .called("deadline of {}")
            .is("By when: a day, a month such as \"2024-05\", \
                { within = \"3 months\", from = 2023-11-30 }, or words")
            .printed("below its heading");
        DONE: Done = of_kind("done", Kind::Done(words_of::<Progress>)).or("no").such_as("2018-04-16").called("when {} was done")
            .is("The day it was done; or true where no day is told, \"in part\", or \
                \"closed by the inspectorate\"")
            .printed("below its heading");
        POSITION: OneOf<Position> = key("position").such_as("\"accepted\"").called("position on {}")
            .is("Whether you accept it").printed("before your answer");
        ACTION: Commentary = key("action").such_as(WORDS).called("action on {}")
            .is("What is done or will be done").printed("before your answer");
        NO_ACTION: Commentary = key("no_action_because").such_as(WORDS)
            .called("why there is no action on {}").is("Why nothing is done")
            .printed("before your answer");
        COMMENTS_ON_ITEM: Commentary = key("chief_constable").such_as(WORDS)
            .called("chief constable's comments on {}").is("The chief constable's comments on it")
            .printed("as a quotation after your answer");
        REPLY_ON_ITEM: Commentary = key("reply").such_as(WORDS)
            .called("reply to the chief constable on {}").is("What you reply to those comments")
            .printed("after them");
    }
}

/// What stands beneath an item.
pub static BENEATH: Key<Groups> = groups("items", BENEATH_KEYS)
    .called("items beneath {}")
    .is("A recommendation beneath this cause of concern")
    .printed("after it");

/// Under `[[item]]`, outside areas or in one: the keys of one beneath it, and those beneath it.
pub const ITEM_KEYS: Table = &{
    let mut keys: [&Facts; BENEATH_KEYS.len() + 1] = [&BENEATH.facts; _];
    let mut next = 0;
    while next < BENEATH_KEYS.len() {
        keys[next] = BENEATH_KEYS[next];
        next += 1;
    }
    keys
};

impl Choice for letter::Kind {
    const CHOICES: &'static [(&'static str, Self, &'static str)] = &[
        ("area for improvement", Self::AreaForImprovement, ""),
        ("cause of concern", Self::CauseOfConcern, ""),
        (
            "accelerated cause of concern",
            Self::AcceleratedCauseOfConcern,
            "published before the report",
        ),
        ("recommendation", Self::Recommendation, ""),
    ];
}

impl Choice for Progress {
    const CHOICES: &'static [(&'static str, Self, &'static str)] = &[
        ("in part", Self::InPart, ""),
        ("closed by the inspectorate", Self::Closed, "whether or not it was done"),
    ];
}

impl Choice for Position {
    const CHOICES: &'static [(&'static str, Self, &'static str)] = &[
        ("accepted", Self::Accepted, ""),
        ("partly", Self::Partly, "in part"),
        ("rejected", Self::Rejected, ""),
    ];
}

keys! {
    /// Under `deadline`, where that is a table.
    WITHIN_KEYS {
        WITHIN: Line = key("within").needed().such_as("\"3 months\"")
            .is("A number with days, weeks, months or years").printed("below its heading");
        FROM: Day = key("from").needed().such_as("2023-07-07")
            .is("The day that the time begins").printed("below its heading");
    }
}

keys! {
    /// Under `[chief_constable]`.
    CHIEF_CONSTABLE_KEYS {
        CHIEF_NAME: Line = key("name").such_as("\"A. N. Other\"").called("name").is("The name")
            .printed("in the heading of the comments");
        CHIEF_OFFICE: Line = key("office").such_as("\"Commissioner\"").called("office")
            .is("The office held; Chief Constable unless you say otherwise")
            .printed("in the heading of the comments");
        COMMENTS: Commentary = key("comments").such_as(WORDS).called("comments").is("The comments")
            .printed("as a quotation").of_one_letter();
        FILE: Line = key("file").such_as("\"comments.pdf\"").called("file with the comments")
            .is("The file that has the comments, where they are attached")
            .printed("in a sentence that says so").of_one_letter();
        COMMENTS_URL: Url = key("url").such_as("\"https://www.example.org/comments.pdf\"")
            .called("address of the comments").is("Where the comments can be read")
            .printed("as a link in that sentence").of_one_letter();
        NONE_RECEIVED: Flag = key("none_received").or("no").such_as("true").called("none received")
            .is("true if there are no comments").printed("as a sentence that says so")
            .of_one_letter();
        PLACE: OneOf<CommentsPlace> = key("place")
            .or("after")
            .such_as("\"before\"")
            .called("place")
            .is("Where the comments stand, seen from the areas")
            .printed("there");
        REPLY: Commentary = key("reply").such_as(WORDS).called("reply").is("What you reply")
            .printed("after the comments").of_one_letter();
    }
}

impl Choice for CommentsPlace {
    const CHOICES: &'static [(&'static str, Self, &'static str)] =
        &[("before", Self::Before, ""), ("after", Self::After, "")];
}

keys! {
    /// Under `[review]`.
    REVIEW_KEYS {
        SENT_TO: Lines = key("to").such_as("[\"Deputy\", \"Chief Executive\"]")
            .is("Who a draft goes round to; status says how many have sent it back");
    }
}

keys! {
    /// Under `[check]`.
    CHECK_KEYS {
        ALLOW: Allowed = of_kind("allow", Kind::Allowed(ALLOWED_KEYS))
            .such_as("[{ code = \"late\", reason = \"...\" }]")
            .is("Findings of checks that are right as they are");
        SENTENCE_WORDS: Count = key("sentence_words").such_as("40")
            .is("How many words a sentence may have; a longer one is told, and without this none is");
    }
}

keys! {
    /// In a list of what is allowed.
    ALLOWED_KEYS {
        CODE: Line = key("code").needed().such_as("\"late\"").is("The code of the finding");
        AT_WORDS: Line = key("words").such_as("\"SNT\"").is("The words at which it is right; without them, everywhere");
        AT: Line = key("at").such_as("\"area 2\"").is(
            "Where it is right: overview, item 3, area 2, area 2 item 1, chief constable or conclusion; without it, everywhere",
        );
        REASON: Line = key("reason").such_as("\"...\"").is("Why it is right");
    }
}
