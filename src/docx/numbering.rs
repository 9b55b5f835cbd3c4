//! Lists: three kinds, and for each list of a letter one of its own, so that it begins where it does.

use super::xml::Xml;

/// The kinds of lists, by the number of their definition.
const KINDS: [(&str, &str); 3] = [("bullet", "\u{2022}"), ("decimal", "."), ("decimal", ")")];

/// The levels that Word knows.
const LEVELS: usize = 9;

/// One list of a letter.
#[derive(Clone, Copy, Debug)]
pub struct List {
    kind: usize,
    /// The level that it is used at.
    level: usize,
    /// Its first number.
    start: u64,
}

/// All lists of a letter.
#[derive(Debug, Default)]
pub struct Lists(Vec<List>);

impl Lists {
    /// Adds a list whose first item has this label; gives the number and the level by which its
    /// paragraphs name it.
    pub fn add(&mut self, label: &str, level: usize) -> (usize, usize) {
        let number = label.trim_end_matches(['.', ')']).parse().ok();
        let kind = match number {
            None => 0,
            Some(_) if label.ends_with(')') => 2,
            Some(_) => 1,
        };
        let level = level.min(LEVELS - 1);
        self.0.push(List { kind, level, start: number.unwrap_or(1) });
        (self.0.len(), level)
    }

    /// The part that defines them.
    pub fn write(&self) -> String {
        let mut xml = Xml::part();
        xml.element("w:numbering", &[("xmlns:w", super::W)], |xml| {
            for (index, (format, sign)) in KINDS.iter().enumerate() {
                definition(index, format, sign, xml);
            }
            self.0.iter().enumerate().for_each(|(index, list)| instance(index + 1, *list, xml));
        });
        xml.into_string()
    }
}

fn definition(index: usize, format: &str, sign: &str, xml: &mut Xml) {
    xml.element("w:abstractNum", &[("w:abstractNumId", &index.to_string())], |xml| {
        xml.empty("w:multiLevelType", &[("w:val", "hybridMultilevel")]);
        for level in 0..LEVELS {
            let text = match format {
                "bullet" => sign.to_owned(),
                _ => format!("%{}{sign}", level + 1),
            };
            xml.element("w:lvl", &[("w:ilvl", &level.to_string())], |xml| {
                xml.empty("w:start", &[("w:val", "1")]);
                xml.empty("w:numFmt", &[("w:val", format)]);
                xml.empty("w:lvlText", &[("w:val", &text)]);
                xml.empty("w:lvlJc", &[("w:val", "left")]);
                let left = (360 * (level + 1)).to_string();
                xml.element("w:pPr", &[], |xml| {
                    xml.empty("w:ind", &[("w:left", &left), ("w:hanging", "360")]);
                });
            });
        }
    });
}

fn instance(number: usize, List { kind, level, start }: List, xml: &mut Xml) {
    xml.element("w:num", &[("w:numId", &number.to_string())], |xml| {
        xml.empty("w:abstractNumId", &[("w:val", &kind.to_string())]);
        xml.element("w:lvlOverride", &[("w:ilvl", &level.to_string())], |xml| {
            xml.empty("w:startOverride", &[("w:val", &start.to_string())]);
        });
    });
}
