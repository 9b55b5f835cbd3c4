//! The names of the fixed words of a letter. The words themselves are in `templates/words.toml`, in
//! each language.

use super::{Group, Key, Kind, Words, group, keys, of_kind};

/// The words of one language.
const fn words(name: &'static str, filled: &'static [&'static str]) -> Key<Words> {
    of_kind(name, Kind::Words(filled)).such_as("\"...\"")
}

keys! {
    /// The top of the file.
    WORDS {
        ENGLISH: Group = group("en", LANGUAGE_KEYS).is("The words of letters in English");
        WELSH: Group = group("cy", LANGUAGE_KEYS).is("The words of letters in Welsh");
    }
}

keys! {
    /// Under the name of a language.
    LANGUAGE_KEYS {
        DRAFT: Words = words("draft", &[]).is("On a draft").printed("in the running head and above the date");
        PAGE: Words = words("page", &["page", "pages"]).is("The number of a page").printed("at the foot of each page");
        NOTE: Words = words("note", &["number"]).is("What a footnote is called").printed("for screen readers");
        NOTE_RETURN: Words = words("note_return", &["number"]).is("The link back from a footnote").printed("for screen readers");
        NOTES: Words = words("notes", &[]).is("The heading of the footnotes").printed("on the web page");
        TABLE: Words = words("table", &["number"]).is("What a table is called").printed("for screen readers");
        TELEPHONE: Words = words("telephone", &[]).is("Before the telephone number").printed("in the letterhead");
        EMAIL: Words = words("email", &[]).is("Before the e-mail address").printed("in the letterhead");
        WEBSITE: Words = words("website", &[]).is("Before the web address").printed("in the letterhead");
        REFERENCE: Words = words("reference", &[]).is("Before your reference").printed("below the date");
        YOUR_REFERENCE: Words = words("your_reference", &[]).is("Before the recipient's reference").printed("below the date");
        AREA: Words = words("area", &[]).is("The head of the column of areas").printed("in a table of grades");
        GRADE: Words = words("grade", &[]).is("Before a grade").printed("in the headings of areas and in a table of grades");
        PREVIOUS_GRADE: Words = words("previous_grade", &[]).is("The head of the column of earlier grades").printed("in a table of grades");
        LAST_INSPECTION: Words = words("last_inspection", &[]).is("Before an earlier grade").printed("in a list of grades");
        NOT_GRADED: Words = words("not_graded", &[]).is("In place of a grade").printed("in a list or table of grades");
        PREVIOUSLY: Words = words("previously", &["grade"]).is("An earlier grade").printed("below the heading of its area");
        CORRECTED: Words = words("corrected", &["date", "grade", "now"]).is("A grade that was corrected, and what it is now").printed("below the heading of its area");
        AREAS_GRADED: Words = words("areas_graded", &["force", "areas"]).is("How many areas were graded").printed("after the overview");
        AREAS_GRADED_ONLY: Words = words("areas_graded_only", &["force", "areas"]).is("The same, where nothing is said of some of them").printed("after the overview");
        AREAS_GRADED_THIRD: Words = words("areas_graded_third", &["force", "areas", "commissioner"]).is("The first of these in the third person").printed("after the overview");
        GRADES_FOLLOW: Words = words("grades_follow", &[]).is("What leads up to the grades of the areas").printed("before a list or table of grades");
        PILLARS_FOLLOW: Words = words("pillars_follow", &["force"]).is("What leads up to the grades of pillars").printed("before their list");
        ITEMS_IDENTIFIED: Words = words("items_identified", &["items"]).is("How many items there are").printed("before them, where nothing else leads up to them");
        OWNER: Words = words("owner", &[]).is("Before who is to act").printed("below the heading of an item");
        DEADLINE: Words = words("deadline", &[]).is("Before a deadline").printed("below the heading of an item");
        DONE: Words = words("done", &[]).is("Before the day it was done").printed("below the heading of an item");
        DONE_YES: Words = words("done_yes", &[]).is("That it was done, where no day is told").printed("below the heading of an item");
        DONE_IN_PART: Words = words("done_in_part", &[]).is("That it was done in part").printed("below the heading of an item");
        CLOSED: Words = words("closed", &[]).is("That the inspectorate has closed it").printed("below the heading of an item");
        ACCEPTED: Words = words("accepted", &["item"]).is("That an item is accepted").printed("before the answer");
        PARTLY: Words = words("partly", &["item"]).is("That an item is accepted in part").printed("before the answer");
        REJECTED: Words = words("rejected", &["item"]).is("That an item is not accepted").printed("before the answer");
        COMMISSIONER: Words = words("commissioner", &[]).is("Who writes, at the head of a sentence in the third person").printed("in fixed sentences");
        ACCEPTED_THIRD: Words = words("accepted_third", &["item", "commissioner"]).is("That an item is accepted, in the third person").printed("before the answer");
        PARTLY_THIRD: Words = words("partly_third", &["item", "commissioner"]).is("That an item is accepted in part, in the third person").printed("before the answer");
        REJECTED_THIRD: Words = words("rejected_third", &["item", "commissioner"]).is("That an item is not accepted, in the third person").printed("before the answer");
        CHIEF_CONSTABLE: Words = words("chief_constable", &[]).is("The office of who comments, unless the letter names another").printed("with the comments");
        CHIEF_CONSTABLE_HEADING: Words = words("chief_constable_heading", &["chief_constable"]).is("The heading of the comments").printed("above them");
        CHIEF_CONSTABLE_SAYS: Words = words("chief_constable_says", &["chief_constable"]).is("What leads up to comments on an item").printed("before them");
        CHIEF_CONSTABLE_ATTACHED: Words = words("chief_constable_attached", &["chief_constable", "file"]).is("That the comments are attached").printed("in place of them");
        CHIEF_CONSTABLE_LINKED: Words = words("chief_constable_linked", &["chief_constable", "file"]).is("Where the comments can be read").printed("in place of them in a statement, where their address is given");
        CHIEF_CONSTABLE_SILENT: Words = words("chief_constable_silent", &["chief_constable"]).is("That there are no comments").printed("in place of them");
        CONCLUSION: Words = words("conclusion", &[]).is("The heading of the conclusion").printed("above it, where it needs one");
        ENCLOSURE: Words = words("enclosure", &[]).is("Before the one thing that is sent with the letter").printed("after the signature");
        ENCLOSURES: Words = words("enclosures", &[]).is("Before what is sent with the letter").printed("after the signature");
        COPY: Words = words("copy", &[]).is("Before the one who gets a copy").printed("after the signature");
        COPIES: Words = words("copies", &[]).is("Before who gets a copy").printed("after the signature");
        STATEMENT_BY: Words = words("statement_by", &[]).is("Before the name").printed("in the first line of a statement");
        STATEMENT_ON: Words = words("statement_on", &[]).is("Before the title of the report").printed("in the first line of a statement");
        PUBLISHED: Words = words("published", &[]).is("Before the day of publication").printed("in the first line of a statement");
        FORCE: Words = words("force", &[]).is("What the force is called, unless the letter says otherwise").printed("in fixed sentences");
        AREA_FOR_IMPROVEMENT: Words = words("area_for_improvement", &[]).is("One area for improvement").printed("in headings and fixed sentences");
        AREAS_FOR_IMPROVEMENT: Words = words("areas_for_improvement", &[]).is("Several of them").printed("in fixed sentences");
        CAUSE_OF_CONCERN: Words = words("cause_of_concern", &[]).is("One cause of concern").printed("in headings and fixed sentences");
        CAUSES_OF_CONCERN: Words = words("causes_of_concern", &[]).is("Several of them").printed("in fixed sentences");
        ACCELERATED_CAUSE_OF_CONCERN: Words = words("accelerated_cause_of_concern", &[]).is("One accelerated cause of concern").printed("in headings and fixed sentences");
        ACCELERATED_CAUSES_OF_CONCERN: Words = words("accelerated_causes_of_concern", &[]).is("Several of them").printed("in fixed sentences");
        RECOMMENDATION: Words = words("recommendation", &[]).is("One recommendation").printed("in headings and fixed sentences");
        RECOMMENDATIONS: Words = words("recommendations", &[]).is("Several of them").printed("in fixed sentences");
        AND: Words = words("and", &[]).is("Between the last two of several things").printed("in fixed sentences");
        ATTACHED_LETTER: Words = words("attached_letter", &[]).is("What the letter's own file is").printed("among the files in the PDF");
        ATTACHED_OFFICE: Words = words("attached_office", &[]).is("What the office file is").printed("among the files in the PDF");
        ATTACHED_MARKDOWN: Words = words("attached_markdown", &[]).is("What the Markdown is").printed("among the files in the PDF");
        ATTACHED_PART: Words = words("attached_part", &[]).is("What a template, style or picture is").printed("among the files in the PDF");
    }
}
