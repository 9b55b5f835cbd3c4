//! Items in, paragraphs of Word out, with what came and went tracked (ECMA-376, part 1, 17.13.5).

use super::compare::{Both, Item, TableRow};
use super::read::{Atom, Paragraph, Whole};
use crate::docx::read::Who;
use crate::docx::xml::Xml;
use std::collections::BTreeMap;

const INSERTED: &str = "w:ins";
const DELETED: &str = "w:del";

/// Writes tracked changes.
pub struct Writer<'n> {
    author: String,
    date: Option<String>,
    /// The number of the next change.
    next: usize,
    /// The numbers of the footnotes.
    notes: BTreeMap<&'n str, String>,
}

/// What stands in a text beside its signs.
struct Text<'t, 'b, 'x> {
    items: &'t [Item<'b, 'x>],
    /// What lists and places on the page were, and what they are now: what is gone is shown in those.
    now: BTreeMap<&'x str, &'x str>,
    /// Whether the end of the last paragraph stays in any case.
    ends_stay: bool,
}

impl<'n> Writer<'n> {
    /// A writer that has written nothing yet.
    pub fn new(by: &Who, number: usize, notes: BTreeMap<&'n str, String>) -> Self {
        let date = by.day.map(|day| format!("{day}T00:00:00Z"));
        Self { author: by.name.clone(), date, next: number, notes }
    }

    /// The text of the letter.
    pub fn body(&mut self, items: &[Item<'_, '_>], xml: &mut Xml) {
        self.items(items, true, xml);
    }

    /// A footnote.
    pub fn note(&mut self, number: usize, items: &[Item<'_, '_>], xml: &mut Xml) {
        xml.open("w:footnote", &[("w:id", &number.to_string())]);
        self.items(items, true, xml);
        xml.close("w:footnote");
    }

    fn items(&mut self, items: &[Item<'_, '_>], ends_stay: bool, xml: &mut Xml) {
        let text = Text { items, now: now(items), ends_stay };
        let (mut start, mut is_open, mut after_table, mut before) = (0, false, false, None);
        for (at, item) in items.iter().enumerate() {
            match item {
                Item::Atom(_) => continue,
                Item::End(end) => {
                    let own = end.now.or(end.then).and_then(Paragraph::frame);
                    let own = own.map(|own| text.now.get(own).copied().unwrap_or(own));
                    if before != own && items[start..=at].iter().any(is_tracked) {
                        self.nothing(own, xml);
                    }
                    before = own;
                    self.paragraph(&text, start..at, end, &mut is_open, xml);
                }
                Item::Table(table, rows) => {
                    if after_table {
                        self.nothing(None, xml);
                    }
                    xml.open("w:tbl", &[]);
                    xml.raw(table.properties);
                    rows.iter().for_each(|row| self.row(row, rows, xml));
                    xml.close("w:tbl");
                }
            }
            (start, after_table) = (at + 1, matches!(item, Item::Table(..)));
        }
    }

    /// What says who changed something, and when.
    fn change(&mut self, name: &str, xml: &mut Xml, content: Option<&mut dyn FnMut(&mut Xml)>) {
        let id = self.next.to_string();
        self.next += 1;
        let mut attributes = vec![("w:id", id.as_str()), ("w:author", &self.author)];
        attributes.extend(self.date.as_deref().map(|date| ("w:date", date)));
        match content {
            Some(content) => xml.element(name, &attributes, content),
            None => xml.empty(name, &attributes),
        }
    }

    /// A paragraph that who takes all changes is rid of, and who rejects all. It stands between tables, as
    /// Word makes one of two, and first of what stands at one place on the page or follows that:
    /// LibreOffice 7.4 forgets the changes in the paragraph there.
    fn nothing(&mut self, frame: Option<&str>, xml: &mut Xml) {
        xml.open("w:p", &[]);
        xml.open("w:pPr", &[]);
        frame.iter().for_each(|frame| xml.raw(frame));
        let low = [("w:before", "0"), ("w:line", "20"), ("w:lineRule", "exact")];
        xml.empty("w:spacing", &low);
        xml.open("w:rPr", &[]);
        self.change(INSERTED, xml, None);
        self.change(DELETED, xml, None);
        for name in ["w:rPr", "w:pPr", "w:p"] {
            xml.close(name);
        }
    }

    fn row(
        &mut self,
        TableRow { row, cells }: &TableRow<'_, '_>,
        all: &[TableRow<'_, '_>],
        xml: &mut Xml,
    ) {
        let Some(shown) = row.now.or(row.then) else { return };
        xml.open("w:tr", &[]);
        xml.raw(shown.properties.trim_end_matches("</w:trPr>"));
        if let Some(name) = tracked(row) {
            self.change(name, xml, None);
        }
        xml.close("w:trPr");
        // A row that is gone is as wide as those that are there.
        let now = all.iter().filter_map(|row| row.row.now);
        let model = now.chain([shown]).find(|row| row.cells.len() == cells.len()).unwrap_or(shown);
        for (cell, set) in cells.iter().zip(&model.cells) {
            xml.open("w:tc", &[]);
            xml.raw(set.properties);
            self.items(cell, tracked(row).is_none(), xml);
            xml.close("w:tc");
        }
        xml.close("w:tr");
    }

    fn paragraph(
        &mut self,
        text: &Text<'_, '_, '_>,
        line: std::ops::Range<usize>,
        end: &Both<&Paragraph<'_>>,
        is_open: &mut bool,
        xml: &mut Xml,
    ) {
        xml.open("w:p", &[]);
        let is_last = line.end + 1 == text.items.len();
        self.properties(text, end, is_last && text.ends_stay, xml);
        // The mark of a paragraph that is there now begins with its first sign, and ends where it does.
        let is_now = |item: &Item<'_, '_>| match item {
            Item::Atom(atom) => atom.now.is_some(),
            Item::End(end) => end.now.is_some(),
            Item::Table(..) => false,
        };
        let coming = text.items[line.end..].iter().find_map(|item| match item {
            Item::End(end) => end.now,
            _ => None,
        });
        let mark = coming.and_then(|paragraph| paragraph.mark);
        if let Some(mark) =
            mark.filter(|_| !*is_open && text.items[line.start..=line.end].iter().any(is_now))
        {
            xml.raw(mark.start);
            *is_open = true;
        }
        let atoms: Vec<&Both<&Atom<'_>>> = text.items[line]
            .iter()
            .filter_map(|item| match item {
                Item::Atom(atom) => Some(atom),
                _ => None,
            })
            .collect();
        self.line(&atoms, xml);
        if let Some(mark) = mark.filter(|_| *is_open && end.now.is_some()) {
            xml.raw(mark.end);
            *is_open = false;
        }
        xml.close("w:p");
    }

    /// How a paragraph is set, whether its end came or went, and how it was set, where that is another
    /// kind of paragraph.
    fn properties(
        &mut self,
        text: &Text<'_, '_, '_>,
        end: &Both<&Paragraph<'_>>,
        stays: bool,
        xml: &mut Xml,
    ) {
        let Some(shown) = end.now.or(end.then) else { return };
        let gone =
            [shown.list(), shown.frame()].into_iter().flatten().filter(|_| end.now.is_none());
        let shown = gone.fold(shown.properties.to_owned(), |shown, then| {
            text.now.get(then).map_or(shown.clone(), |now| shown.replacen(then, now, 1))
        });
        xml.raw(shown.trim_end_matches("</w:pPr>"));
        if let Some(name) = tracked(end).filter(|_| !stays) {
            xml.open("w:rPr", &[]);
            self.change(name, xml, None);
            xml.close("w:rPr");
        }
        if let (Some(then), Some(now)) = (end.then, end.now)
            && kind(then) != kind(now)
        {
            self.change("w:pPrChange", xml, Some(&mut |xml| xml.raw(then.properties)));
        }
        xml.close("w:pPr");
    }

    /// The signs of a line: links around changes, changes around runs.
    fn line(&mut self, atoms: &[&Both<&Atom<'_>>], xml: &mut Xml) {
        for linked in atoms.chunk_by(|a, b| shown(a).link == shown(b).link) {
            let link = shown(linked[0]).link;
            link.iter().for_each(|link| xml.raw(link));
            for changed in linked.chunk_by(|a, b| tracked(a) == tracked(b)) {
                match tracked(changed[0]) {
                    None => self.runs(changed, xml),
                    Some(name) => {
                        let mut runs = Xml::default();
                        self.runs(changed, &mut runs);
                        let runs = runs.into_string();
                        self.change(name, xml, Some(&mut |xml| xml.raw(&runs)));
                    }
                }
            }
            if link.is_some() {
                xml.close("w:hyperlink");
            }
        }
    }

    fn runs(&mut self, atoms: &[&Both<&Atom<'_>>], xml: &mut Xml) {
        let is_one = |a: &&Both<&Atom<'_>>, b: &&Both<&Atom<'_>>| {
            let is_text = shown(a).whole.is_none() && shown(b).whole.is_none();
            is_text && shown(a).look == shown(b).look && look_then(a) == look_then(b)
        };
        for run in atoms.chunk_by(is_one) {
            let (first, is_gone) = (shown(run[0]), tracked(run[0]) == Some(DELETED));
            match first.whole {
                Some(whole) => xml.raw(&self.as_it_is(first, whole, is_gone)),
                None => {
                    xml.open("w:r", &[]);
                    self.look(run[0], xml);
                    let text: String = run.iter().map(|atom| shown(atom).sign).collect();
                    let name = if is_gone { "w:delText" } else { "w:t" };
                    xml.text_element(name, &[("xml:space", "preserve")], &text);
                    xml.close("w:r");
                }
            }
        }
    }

    /// What is no text. Of a field that is gone the number is left that it showed: what it would follow may
    /// be gone, too.
    fn as_it_is(&self, atom: &Atom<'_>, whole: Whole<'_>, is_gone: bool) -> String {
        let reference = |id: &str| format!("<w:footnoteReference w:id=\"{id}\"/>");
        let shown = || atom.xml.split_once("<w:t>")?.1.split_once("</w:t>").map(|(shown, _)| shown);
        match (whole, shown()) {
            (Whole::Note(id), _) => match self.notes.get(id) {
                Some(number) => atom.xml.replace(&reference(id), &reference(number)),
                None => atom.xml.to_owned(),
            },
            (Whole::Again(_), Some(shown)) if is_gone => {
                format!("<w:r>{}<w:delText>{shown}</w:delText></w:r>", atom.look)
            }
            _ => atom.xml.to_owned(),
        }
    }

    /// How a run looks, and how it looked.
    fn look(&mut self, atom: &Both<&Atom<'_>>, xml: &mut Xml) {
        let look = shown(atom).look;
        match look_then(atom).filter(|_| !look.is_empty()) {
            None => xml.raw(look),
            Some(then) => {
                xml.raw(look.trim_end_matches("</w:rPr>"));
                self.change("w:rPrChange", xml, Some(&mut |xml| xml.raw(then)));
                xml.close("w:rPr");
            }
        }
    }
}

/// Whether something of an item is tracked.
fn is_tracked(item: &Item<'_, '_>) -> bool {
    match item {
        Item::Atom(atom) => tracked(atom).is_some() || look_then(atom).is_some(),
        Item::End(end) => tracked(end).is_some(),
        Item::Table(..) => false,
    }
}

/// How what stands in one state only is tracked.
fn tracked<T>(thing: &Both<T>) -> Option<&'static str> {
    match (&thing.then, &thing.now) {
        (None, _) => Some(INSERTED),
        (_, None) => Some(DELETED),
        _ => None,
    }
}

/// A sign as it is now, or as it was if it is gone.
fn shown<'b, 'x>(atom: &Both<&'b Atom<'x>>) -> &'b Atom<'x> {
    atom.now.or(atom.then).expect("a sign stands in one of the states")
}

/// How a sign looked before, where that can be told from how it looks.
fn look_then<'x>(atom: &Both<&Atom<'x>>) -> Option<&'x str> {
    let looks = |look: &str| ["<w:b/>", "<w:i/>", "<w:strike/>"].map(|name| look.contains(name));
    let (then, now) = (atom.then?, atom.now?);
    (looks(then.look) != looks(now.look) && !then.look.is_empty()).then_some(then.look)
}

/// What kind of paragraph it is: its style, and whether it is a point of a list.
fn kind<'x>(paragraph: &Paragraph<'x>) -> (Option<&'x str>, bool) {
    (paragraph.property("w:pStyle"), paragraph.list().is_some())
}

/// What the lists and the places of the earlier state are in the later.
fn now<'x>(items: &[Item<'_, 'x>]) -> BTreeMap<&'x str, &'x str> {
    let mut all = BTreeMap::new();
    for item in items {
        if let Item::End(Both { then: Some(then), now: Some(now) }) = item {
            for of in [Paragraph::list, Paragraph::frame] {
                if let (Some(then), Some(now)) = (of(then), of(now)) {
                    all.entry(then).or_insert(now);
                }
            }
        }
    }
    all
}
