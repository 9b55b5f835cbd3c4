//! The keys of a file of programmes.

use super::{Flag, Groups, Line, Lines, groups, key, keys};

keys! {
    /// The top of the file.
    PROGRAMMES {
        PROGRAMME: Groups = groups("programme", PROGRAMME_KEYS).is("One round of inspections");
        GRADE: Groups = groups("grade", GRADE_KEYS).is("A grade in the languages of letters");
        PILLAR: Groups = groups("pillar", PILLAR_KEYS).is("A pillar in the languages of letters");
    }
}

keys! {
    /// Under `[[programme]]`.
    PROGRAMME_KEYS {
        NAME: Line = key("name").needed().such_as("\"PEEL 2023-25\"")
            .is("The name, as letters give it");
        ALIASES: Lines = key("aliases").such_as("[\"PEEL 2023/25\"]")
            .is("Other ways to write the name");
        SCALE: Lines = key("scale")
            .such_as("[\"outstanding\", \"good\", \"requires improvement\", \"inadequate\"]")
            .is("The grades that can be given, best first; none where none were published");
        OVERALL: Flag = key("overall").or("no").such_as("true")
            .is("Whether a report gives one grade over its areas");
        PILLARS: Lines = key("pillars").such_as("[\"effectiveness\", \"efficiency\"]")
            .is("The pillars that are graded, where there are any");
        AREAS: Groups = groups("areas", AREA_KEYS).is("The areas that are inspected");
        COMPARABLE: Flag = key("comparable").or("yes").such_as("false")
            .is("Whether grades can be compared with those of the programme before");
    }
}

keys! {
    /// Under `[[programme.areas]]`.
    AREA_KEYS {
        SHORT: Line = key("short").needed().such_as("\"Preventing crime\"").is("The short name");
        LONG: Line = key("long").such_as("\"Preventing crime and anti-social behaviour\"")
            .is("The official name, where it is longer");
        GRADED: Flag = key("graded").or("yes").such_as("false")
            .is("false if it is inspected and never graded");
    }
}

keys! {
    /// Under `[[grade]]`.
    GRADE_KEYS {
        GRADE_NAME: Line = key("name").needed().such_as("\"good\"")
            .is("The grade, as scales give it").printed("in English letters");
        GRADE_WELSH: Line = key("welsh").needed().such_as("\"da\"")
            .is("Its word in Welsh").printed("in Welsh letters");
    }
}

keys! {
    /// Under `[[pillar]]`.
    PILLAR_KEYS {
        PILLAR_NAME: Line = key("name").needed().such_as("\"legitimacy\"")
            .is("The pillar, as programmes give it").printed("in English letters");
        PILLAR_WELSH: Line = key("welsh").needed().such_as("\"cyfreithlondeb\"")
            .is("Its word in Welsh").printed("in Welsh letters");
    }
}
