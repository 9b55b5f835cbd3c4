//! Takes values out of a TOML table one key at a time, and notes everything that is wrong.
//!
//! It is asked with the keys of [`crate::keys`]. Each key that is asked for is removed. What is left
//! when a table is finished is unknown, and is reported with the key that was most likely meant.

use super::commentary::{self, Commentary, ImageLink, Reading};
use super::traced::Traced;
use super::tree::{Entry, Node, Table, Value};
use super::{ItemLabels, Language, Line, Placed};
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::keys::{self, Choice, Facts, Key, Need, YES};
use crate::limits;
use jiff::civil::Date;

/// What decoding gives besides the values.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// Every line of plain text taken, and every sign that stands as an entity in commentary.
    pub lines: Vec<Traced>,
    /// Every commentary taken.
    pub commentary: Vec<Commentary>,
    /// Every image that commentary shows.
    pub images: Vec<ImageLink>,
    /// The keys of the top of the file that stand elsewhere.
    pub misplaced: Vec<&'static str>,
}

/// The folders that the paths of images begin at, by the files that name them.
pub type Folders<'a> = &'a [(FileId, String)];

/// What decides which keys a letter must have.
#[derive(Clone, Copy, Debug, Default)]
pub struct Situation {
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether it is made as a letter, and not only as a statement.
    pub letter: bool,
    /// Whether the answer that is read tells an action, or why there is none.
    pub acted: bool,
    /// Its language.
    pub language: Language,
    /// What items without a number are called.
    pub labels: ItemLabels,
}

/// One table of the file while its keys are taken out.
pub struct Decoder<'a> {
    table: Table,
    /// The keys that it can have.
    keys: keys::Table,
    /// Those of the top of the file.
    top_keys: keys::Table,
    /// What decides which of the keys that are taken from now on must be there.
    pub situation: Situation,
    /// The table as the user wrote it, such as `[sender]`; empty for the top of the file.
    heading: String,
    /// A name for it in labels, such as `area-1`.
    name: String,
    folders: Folders<'a>,
    /// The keys that it lacks, each with the problem.
    missing: Vec<(&'static str, Diagnostic)>,
    notes: &'a mut Notes,
}

impl<'a> Decoder<'a> {
    /// Begins with the top of a file, which may be laid over another.
    pub fn top(
        table: Table,
        keys: keys::Table,
        folders: Folders<'a>,
        notes: &'a mut Notes,
    ) -> Self {
        Self {
            table,
            keys,
            top_keys: keys,
            situation: Situation::default(),
            heading: String::new(),
            name: String::new(),
            folders,
            missing: Vec::new(),
            notes,
        }
    }

    fn needs(&self, key: &Facts) -> bool {
        match key.need {
            Need::Never => false,
            Need::Always => true,
            Need::InLetters => self.situation.letter,
            Need::UnlessDraft => !self.situation.draft,
            Need::UnlessActed => !self.situation.acted,
        }
    }

    /// Notes a problem.
    pub fn problem(&mut self, problem: Diagnostic) {
        self.notes.problems.push(problem);
    }

    /// Where the table begins.
    pub fn place(&self) -> Place {
        self.table.place
    }

    /// Where a key stands that has not been taken yet.
    pub fn key_place(&self, key: &Facts) -> Option<Place> {
        self.table.entry(key.name).map(|entry| entry.key_place)
    }

    /// Where a value stands that has not been taken yet.
    pub fn value_place(&self, key: &Facts) -> Option<Place> {
        self.table.entry(key.name).map(|entry| entry.node.place)
    }

    fn folder_of(&self, file: FileId) -> &'a str {
        let known = self.folders.iter().find(|(known, _)| *known == file);
        known.map_or("", |(_, folder)| folder)
    }

    /// Passes over a key that is not for letters.
    pub fn skip(&mut self, key: &Facts) {
        self.table.take(key.name);
    }

    /// Takes a key out; that it is missing is noted where it must be there.
    fn take(&mut self, key: &Facts) -> Option<Entry> {
        let entry = self.table.take(key.name);
        if entry.is_none() && self.needs(key) {
            self.missing(key);
        }
        entry
    }

    /// Notes that a value is of the wrong kind, with an example of the right one.
    pub fn wrong_type(&mut self, key: &Facts, node: &Node, wanted: &str) {
        self.wrong_type_like(key, node, wanted, &key.example_line());
    }

    fn wrong_type_like(&mut self, key: &Facts, node: &Node, wanted: &str, example: &str) {
        self.wrong(key, node.place, &format!("this is {}", node.value.kind()), wanted, example);
    }

    fn wrong(&mut self, key: &Facts, place: Place, is: &str, wanted: &str, example: &str) {
        let problem = Diagnostic::error("wrong-type", format!("`{}` must be {wanted}", key.name))
            .at(place, is)
            .help(format!("write it like this: {example}"));
        self.problem(problem);
    }

    /// Notes an answer that stands below no item.
    fn stray_answer<T>(&mut self, place: Place) -> Vec<T> {
        let problem = Diagnostic::error("wrong-type", "this answer stands below no item");
        self.problem(problem.at(place, "").help(
            "put it under the [[area.item]] or [[item]] that it answers; one answer to all of \
             them is joint_response = '''...'''",
        ));
        Vec::new()
    }

    /// Notes that a key is missing, with an example of it.
    pub fn missing(&mut self, key: &Facts) {
        if let keys::Kind::Group(keys) = key.kind {
            return self.missing_table(key.name, keys);
        }
        let (name, example) = (key.name, key.example_line());
        let under = match (key.need, self.heading.as_str()) {
            (Need::UnlessDraft, _) => ": only a draft can go without".to_owned(),
            (_, "") => String::new(),
            (_, heading) => format!(" in {heading}"),
        };
        let problem = Diagnostic::error("missing-key", format!("`{name}` is missing{under}"))
            .at(self.table.place, "")
            .help(match self.heading.as_str() {
                "" => format!("add this at the top of the file: {example}"),
                _ if self.table.in_braces => format!("add this between {{ and }}: {example}"),
                heading => format!("add this under {heading}: {example}"),
            });
        self.missing.push((
            name,
            match key.need {
                Need::UnlessDraft => problem.help("or say that it is a draft: draft = true"),
                _ => problem,
            },
        ));
    }

    fn missing_table(&mut self, name: &'static str, keys: keys::Table) {
        let needed = keys.iter().filter(|key| self.needs(key)).map(|key| key.name);
        let needed = needed.collect::<Vec<_>>().join(", ");
        let problem = Diagnostic::error("missing-key", format!("the table [{name}] is missing"))
            .at(self.table.place, "")
            .help(format!("add a line [{name}], and under it: {needed}"));
        self.problem(problem);
    }

    /// A line of plain text.
    pub fn line<K: keys::Text>(&mut self, key: &Key<K>) -> Option<Line> {
        let entry = self.take(key)?;
        let (place, problems) = (entry.node.place, self.notes.problems.len());
        let line = self.line_of(key, entry.node);
        if line.is_none() && self.needs(key) && self.notes.problems.len() == problems {
            self.empty(key, place);
        }
        line
    }

    /// An empty text is none: so a letter can leave out what the office file has.
    fn line_of(&mut self, key: &Facts, node: Node) -> Option<Line> {
        let place = node.place;
        let Value::String(text) = node.value else {
            self.wrong_type(key, &node, "text");
            return None;
        };
        let value = text.as_str().trim().to_owned();
        if value.chars().count() > limits::LINE {
            let most = limits::number(limits::LINE);
            let message = format!("`{}` has more than {most} characters", key.name);
            let problem = Diagnostic::error("wrong-value", message).at(place, "");
            self.problem(problem.help("say it shorter here, and the rest in commentary"));
            return None;
        }
        if value.contains(char::is_control) {
            let message = format!("`{}` must be a single line", key.name);
            let problem = Diagnostic::error("wrong-value", message).at(place, "");
            self.problem(problem.help("put it on one line between \" and \""));
            return None;
        }
        self.notes.lines.push(text);
        (!value.is_empty()).then_some(Placed { value, place })
    }

    /// A line of plain text that must be there. Where it is not, that has been noted and an empty
    /// line is given, so that reading can go on.
    pub fn required_line<K: keys::Text>(&mut self, key: &Key<K>) -> Line {
        let place = self.value_place(key).unwrap_or(self.table.place);
        self.line(key).unwrap_or(Placed { value: String::new(), place })
    }

    fn empty(&mut self, key: &Facts, place: Place) {
        let problem = Diagnostic::error("wrong-value", format!("`{}` is empty", key.name));
        self.problem(problem.at(place, "").help("fill it in"));
    }

    /// A line of text or a whole number, as text: the number of an item.
    pub fn number(&mut self, key: &Key<keys::Number>) -> Option<Line> {
        let entry = self.take(key)?;
        match entry.node.value {
            Value::Integer(number) => {
                Some(Placed { value: number.to_string(), place: entry.node.place })
            }
            Value::String(_) => self.line_of(key, entry.node),
            _ => {
                self.wrong_type(key, &entry.node, "a whole number or text");
                None
            }
        }
    }

    /// A list of lines; a single line is a list of one.
    pub fn lines(&mut self, key: &Key<keys::Lines>) -> Vec<Line> {
        self.lines_of(key).unwrap_or_default()
    }

    fn lines_of(&mut self, key: &Facts) -> Option<Vec<Line>> {
        self.check_filled(key);
        let node = self.take(key)?.node;
        let nodes = match node.value {
            Value::Array(nodes) => nodes,
            Value::String(_) => vec![node],
            _ => {
                self.no_list(key, &node, "a list of texts");
                return None;
            }
        };
        Some(nodes.into_iter().filter_map(|node| self.line_in_list(key, node)).collect())
    }

    fn line_in_list(&mut self, key: &Facts, node: Node) -> Option<Line> {
        if let Value::String(_) = node.value {
            return self.line_of(key, node);
        }
        self.wrong_type(key, &node, "a list of texts");
        None
    }

    /// A list of numbers of items.
    pub fn numbers(&mut self, key: &Key<keys::Numbers>) -> Vec<Line> {
        self.check_filled(key);
        let Some(entry) = self.take(key) else { return Vec::new() };
        let Value::Array(nodes) = entry.node.value else {
            self.no_list(key, &entry.node, "a list");
            return Vec::new();
        };
        let number = |node: Node| match node.value {
            Value::Integer(value) => Some(Placed { value: value.to_string(), place: node.place }),
            _ => self.line_in_list(key, node),
        };
        nodes.into_iter().filter_map(number).collect()
    }

    /// Notes that something is no list, with what was given as a list of one.
    fn no_list(&mut self, key: &Facts, node: &Node, wanted: &str) {
        let is = format!("this is {}", node.value.kind());
        let example = list_example(key, &node.value);
        self.wrong(key, node.place, &is, wanted, &example);
    }

    /// Notes that a list which must have something in it is empty.
    fn check_filled(&mut self, key: &Facts) {
        let Some(node) = self.table.get(key.name) else { return };
        let is_empty = |nodes: &[Node]| nodes.iter().all(is_empty_text);
        if self.needs(key) && matches!(&node.value, Value::Array(nodes) if is_empty(nodes)) {
            let message = format!("`{}` is empty", key.name);
            let problem = Diagnostic::error("wrong-value", message).at(node.place, "");
            self.problem(problem.help(format!("write it like this: {}", key.example_line())));
        }
    }

    /// Commentary that stands beneath a heading of `level`. Empty commentary is none.
    pub fn commentary(&mut self, key: &Key<keys::Commentary>, level: u8) -> Option<Commentary> {
        self.commentary_of(key, level, false)
    }

    /// Commentary that is shown as a quotation.
    pub fn quotation(&mut self, key: &Key<keys::Commentary>, level: u8) -> Option<Commentary> {
        self.commentary_of(key, level, true)
    }

    fn commentary_of(&mut self, key: &Facts, level: u8, quoted: bool) -> Option<Commentary> {
        let entry = self.take(key)?;
        let Value::String(raw) = &entry.node.value else {
            self.wrong_type(key, &entry.node, "text");
            return None;
        };
        let name = match key.name {
            "text" => self.name.clone(),
            key => join(&self.name, key, "-"),
        };
        let folder = self.folder_of(raw.whole().file);
        let context = commentary::Context { name: &name, level, folder, quoted };
        let Reading { commentary, images, problems, entities } = commentary::read(raw, context);
        let is_sound = problems.is_empty();
        self.notes.problems.extend(problems);
        self.notes.lines.push(entities);
        self.notes.images.extend(images);
        if commentary.text.as_str().is_empty() {
            if is_sound && self.needs(key) {
                self.empty(key, entry.node.place);
            }
            return None;
        }
        self.notes.commentary.push(commentary.clone());
        Some(commentary)
    }

    /// Commentary that must be there and is shown as a quotation. Where it is not there, that has
    /// been noted.
    pub fn required_quotation(&mut self, key: &Key<keys::Commentary>, level: u8) -> Commentary {
        let none = Commentary::empty(self.table.place.file);
        self.quotation(key, level).unwrap_or(none)
    }

    /// `true` or `false`.
    pub fn flag(&mut self, key: &Key<keys::Flag>) -> Option<Placed<bool>> {
        let Entry { node, .. } = self.take(key)?;
        if let Value::Boolean(value) = node.value {
            return Some(Placed { value, place: node.place });
        }
        self.wrong_type(key, &node, "true or false");
        None
    }

    /// `true` or `false`, or what it means that it is not given.
    pub fn is_set(&mut self, key: &Key<keys::Flag>) -> bool {
        self.flag(key).map_or(key.default == YES, |flag| flag.value)
    }

    /// A whole number within the bounds of its key.
    pub fn count(&mut self, key: &Key<keys::Count>) -> Option<Placed<i64>> {
        let Entry { node, .. } = self.take(key)?;
        let Value::Integer(value) = node.value else {
            self.wrong_type(key, &node, "a whole number");
            return None;
        };
        let (least, most) = key.bounds;
        #[expect(clippy::cast_precision_loss, reason = "bounds are small")]
        let as_bound = value as f32;
        if key.range().contains(&as_bound) {
            return Some(Placed { value, place: node.place });
        }
        let (is, wanted) = match as_bound < least {
            true => (format!("this is less than {least}"), format!("{least} or more")),
            false => (format!("this is more than {most}"), format!("{most} or less")),
        };
        self.wrong(key, node.place, &is, &wanted, &key.example_line());
        None
    }

    /// A number within the bounds of its key, whole or not; its default where none is given.
    pub fn measure(&mut self, key: &Key<keys::Measure>) -> Option<f32> {
        let Some(Entry { node, .. }) = self.take(key) else { return key.default.parse().ok() };
        let number = number_of(&node);
        if number.is_some_and(|number| key.range().contains(&number)) {
            return number;
        }
        let (least, most) = key.bounds;
        let wanted = format!("a number from {least} to {most}, {}", key.unit);
        match number {
            None => self.wrong_type(key, &node, &wanted),
            Some(_) => self.wrong(key, node.place, "", &wanted, &key.example_line()),
        }
        None
    }

    /// Six such numbers.
    pub fn measures(&mut self, key: &Key<keys::Measures>) -> Option<[f32; 6]> {
        let Entry { node, .. } = self.take(key)?;
        let nodes = match &node.value {
            Value::Array(nodes) => nodes.as_slice(),
            _ => &[],
        };
        let numbers: Option<Vec<f32>> = nodes.iter().map(number_of).collect();
        let numbers = numbers.and_then(|numbers| <[f32; 6]>::try_from(numbers).ok());
        let numbers = numbers.filter(|all| all.iter().all(|one| key.range().contains(one)));
        if numbers.is_none() {
            let (least, most) = key.bounds;
            let wanted = format!("six numbers from {least} to {most}, {}", key.unit);
            self.wrong(key, node.place, "", &wanted, &key.example_line());
        }
        numbers
    }

    /// A day.
    pub fn date(&mut self, key: &Key<keys::Day>) -> Option<Placed<Date>> {
        let Entry { node, .. } = self.take(key)?;
        self.date_of(key, &node)
    }

    fn date_of(&mut self, key: &Facts, node: &Node) -> Option<Placed<Date>> {
        let Value::Datetime(datetime) = &node.value else {
            let wanted = "a date, without quotation marks";
            let typed = match &node.value {
                Value::String(text) => crate::slips::line::british_date(text.as_str()),
                _ => None,
            };
            let example =
                typed.map_or_else(|| key.example_line(), |d| format!("{} = {d}", key.name));
            self.wrong_type_like(key, node, wanted, &example);
            return None;
        };
        let (Some(date), None) = (datetime.date, datetime.time) else {
            self.wrong_type(key, node, "a date without a time");
            return None;
        };
        let value = i16::try_from(date.year)
            .ok()
            .zip(i8::try_from(date.month).ok())
            .and_then(|(year, month)| Date::new(year, month, i8::try_from(date.day).ok()?).ok());
        if value.is_none() {
            let message = format!("`{}` is a day that does not exist", key.name);
            let problem = Diagnostic::error("impossible-date", message).at(node.place, "");
            self.problem(problem.help("look at a calendar; a date is written year-month-day"));
        }
        Some(Placed { value: value?, place: node.place })
    }

    /// The value under a key as it is, for keys that take more than one kind.
    pub fn node(&mut self, key: &Facts) -> Option<Node> {
        self.take(key).map(|entry| entry.node)
    }

    /// A node taken by [`Self::node`] as a date.
    pub fn node_as_date(&mut self, key: &Facts, node: &Node) -> Option<Placed<Date>> {
        self.date_of(key, node)
    }

    /// A node taken by [`Self::node`] as a line.
    pub fn node_as_line(&mut self, key: &Facts, node: Node) -> Option<Line> {
        self.line_of(key, node)
    }

    /// A node taken by [`Self::node`] as a table.
    pub fn node_as_table<T>(
        &mut self,
        key: &Facts,
        node: Node,
        read: impl FnOnce(&mut Decoder<'_>) -> T,
    ) -> Option<T> {
        let heading = self.heading_of(key, false);
        self.inner(key, node, heading, join(&self.name, key.name, "-"), read)
    }

    /// One of a few words; the one that goes without saying, if there is such, where none is given.
    pub fn choice<T: Choice>(&mut self, key: &Key<keys::OneOf<T>>) -> Option<T> {
        let line = self.take(key).and_then(|entry| self.line_of(key, entry.node));
        let chosen = line.and_then(|line| self.choice_of(key, &line));
        chosen.or_else(|| T::of(key.default))
    }

    /// One of a few words of which one goes without saying.
    pub fn choice_or_default<T: Choice>(&mut self, key: &Key<keys::OneOf<T>>) -> T {
        let (_, first, _) = T::CHOICES[0];
        self.choice(key).unwrap_or(first)
    }

    fn choice_of<T: Choice>(&mut self, key: &Facts, line: &Line) -> Option<T> {
        let chosen = T::of(&line.value);
        if chosen.is_none() {
            let message = format!("`{}` cannot be", key.name);
            let words = keys::names(&key.words());
            self.problem(unknown_word("wrong-value", &message, line, &words));
        }
        chosen
    }

    /// A list of such words; that of the key where none is given.
    pub fn choices<T: Choice>(&mut self, key: &Key<keys::SomeOf<T>>) -> Vec<T> {
        let Some(lines) = self.lines_of(key) else {
            return T::of(key.default).into_iter().collect();
        };
        lines.iter().filter_map(|line| self.choice_of(key, line)).collect()
    }

    fn heading_of(&self, key: &Facts, repeated: bool) -> String {
        let path = join(path_of(&self.heading), key.name, ".");
        if repeated { format!("[[{path}]]") } else { format!("[{path}]") }
    }

    fn inner<T>(
        &mut self,
        key: &Facts,
        node: Node,
        heading: String,
        name: String,
        read: impl FnOnce(&mut Decoder<'_>) -> T,
    ) -> Option<T> {
        let table = match node.value {
            Value::Table(table) => table,
            Value::Array(nodes)
                if matches!(nodes.first(), Some(Node { value: Value::Table(_), .. })) =>
            {
                let is = "these are double brackets";
                self.wrong(key, node.place, is, "a heading in single brackets", &under(&heading));
                return None;
            }
            _ => {
                let is = format!("this is {}", node.value.kind());
                self.wrong(key, node.place, &is, HEADING, &under(&heading));
                return None;
            }
        };
        let table = Table { place: node.place, ..table };
        let mut inner = Decoder {
            table,
            keys: key.beneath().unwrap_or_default(),
            top_keys: self.top_keys,
            situation: self.situation,
            heading,
            name,
            folders: self.folders,
            missing: Vec::new(),
            notes: self.notes,
        };
        let value = read(&mut inner);
        inner.finish();
        Some(value)
    }

    /// A table of the given name.
    pub fn table<T>(
        &mut self,
        key: &Key<keys::Group>,
        read: impl FnOnce(&mut Decoder<'_>) -> T,
    ) -> Option<T> {
        let node = self.take(key)?.node;
        self.node_as_table(key, node, read)
    }

    /// A table that is read as one without keys where it is not there, so that reading can go on.
    pub fn required_table<T>(
        &mut self,
        key: &Key<keys::Group>,
        read: impl Fn(&mut Decoder<'_>) -> T,
    ) -> T {
        if let Some(value) = self.table(key, &read) {
            return value;
        }
        let mut unsaid = Notes::default();
        let table = Table::empty(self.table.place);
        let keys = key.beneath().unwrap_or_default();
        read(&mut Decoder::top(table, keys, self.folders, &mut unsaid))
    }

    /// All tables of the given name.
    pub fn tables<T>(
        &mut self,
        key: &Key<keys::Groups>,
        mut read: impl FnMut(&mut Decoder<'_>) -> T,
    ) -> Vec<T> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let heading = self.heading_of(key, true);
        let Value::Array(nodes) = entry.node.value else {
            let place = entry.node.place;
            let is = match entry.node.value {
                // Nothing but the name of it in a longer heading.
                Value::Table(_) if place.end - place.start == key.name.len() => {
                    let mut others = self.table.entries.iter().map(|entry| entry.key.as_str());
                    if others.any(|other| nearest(other, &[key.name]).is_some()) {
                        // The heading is misspelt, which is told of it.
                        return Vec::new();
                    }
                    format!("no {heading} stands above this")
                }
                Value::Table(_) => "these are single brackets".to_owned(),
                Value::String(_) if key.name == "response" => {
                    return self.stray_answer(place);
                }
                value => format!("this is {}", value.kind()),
            };
            self.wrong(key, place, &is, "a heading in double brackets", &under(&heading));
            return Vec::new();
        };
        let mut values = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let name = join(&self.name, &format!("{}-{}", key.name, index + 1), "-");
            values.extend(self.inner(key, node, heading.clone(), name, &mut read));
        }
        values
    }

    /// Notes every key that was never asked for. What is there under a wrong name or in a wrong place
    /// is not missing as well.
    pub fn finish(mut self) {
        let mut meant = Vec::new();
        for entry in std::mem::take(&mut self.table.entries) {
            let (problem, found) = self.unknown_key(&entry);
            match found {
                Some(Meant::Here(key)) => meant.push(key.name),
                Some(Meant::AtTop(key)) => self.notes.misplaced.push(key.name),
                None => {}
            }
            self.notes.problems.push(problem);
        }
        if self.heading.is_empty() {
            meant.append(&mut self.notes.misplaced);
        }
        let missing = self.missing.into_iter().filter(|(key, _)| !meant.contains(key));
        self.notes.problems.extend(missing.map(|(_, problem)| problem));
    }

    /// The problem of a key that is unknown, and the key that was meant.
    fn unknown_key(&self, entry: &Entry) -> (Diagnostic, Option<Meant>) {
        let (key, heading) = (entry.key.as_str(), self.heading.as_str());
        let under = if heading.is_empty() { String::new() } else { format!(" in {heading}") };
        let problem = Diagnostic::error("unknown-key", format!("there is no key `{key}`{under}"))
            .at(entry.key_place, "");
        if let Some(meant) = nearest_key(key, self.keys, |_| true) {
            let help = format!("did you mean `{}`?", meant.name);
            return (problem.help(help), Some(Meant::Here(meant)));
        }
        if let (false, Some(meant)) =
            (heading.is_empty(), nearest_key(key, self.top_keys, is_of_top))
        {
            let name = meant.name;
            let help = format!("move `{name}` to the top of the file, above the first [heading]");
            return (problem.help(help), Some(Meant::AtTop(meant)));
        }
        let elsewhere = headings_with(key, self.top_keys);
        let help = match elsewhere.is_empty() {
            true => format!("the keys that can stand here: {}", names(self.keys)),
            false => format!("`{key}` can stand under {}", keys::one_of(&elsewhere)),
        };
        (problem.help(help), None)
    }
}

/// A key that was meant by one that is unknown.
enum Meant {
    /// One of the same table.
    Here(&'static Facts),
    /// One of the top of the file: TOML gives it to the table above when it is written too far down.
    AtTop(&'static Facts),
}

/// Whether a key of the top of the file is moved there when it stands elsewhere: a table that may
/// be repeated is known by its heading.
fn is_of_top(key: &Facts) -> bool {
    !matches!(key.kind, keys::Kind::Groups(_))
}

fn nearest_key(
    typed: &str,
    keys: keys::Table,
    can_be: fn(&Facts) -> bool,
) -> Option<&'static Facts> {
    let names: Vec<&str> = keys.iter().filter(|key| can_be(key)).map(|key| key.name).collect();
    keys::find(keys, nearest(typed, &names)?)
}

fn names(keys: keys::Table) -> String {
    keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
}

/// The headings of a file under which a key can stand.
fn headings_with(key: &str, top: keys::Table) -> Vec<String> {
    let tables = keys::tables(top).into_iter();
    let has = |(heading, keys): &(String, keys::Table)| {
        heading.starts_with('[') && keys::find(keys, key).is_some()
    };
    tables.filter(has).map(|(heading, _)| heading).collect()
}

/// A heading without its brackets.
fn path_of(heading: &str) -> &str {
    heading.trim_matches(['[', ']'])
}

/// What a key must be that has keys of its own.
const HEADING: &str = "a heading with keys of its own";

fn under(heading: &str) -> String {
    format!("{heading} on a line of its own, and its keys on the lines below")
}

/// How a list is written, with the text that was given in place of one.
fn list_example(key: &Facts, given: &Value) -> String {
    let name = key.name;
    match given {
        Value::String(text) if !text.as_str().contains(['"', '\\', '\n']) => {
            format!("{name} = [\"{}\"]", text.as_str())
        }
        Value::Integer(number) => format!("{name} = [\"{number}\"]"),
        _ => key.example_line(),
    }
}

fn is_empty_text(node: &Node) -> bool {
    matches!(&node.value, Value::String(text) if text.as_str().trim().is_empty())
}

fn join(before: &str, after: &str, by: &str) -> String {
    if before.is_empty() { after.to_owned() } else { format!("{before}{by}{after}") }
}

/// A number, whole or not.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "millimetres and points"
)]
fn number_of(node: &Node) -> Option<f32> {
    match node.value {
        Value::Integer(number) => Some(number as f32),
        Value::Float(number) => Some(number as f32),
        _ => None,
    }
}

/// A problem with a word that is none of those allowed, with the one most likely meant.
pub fn unknown_word(code: &'static str, message: &str, line: &Line, words: &[&str]) -> Diagnostic {
    match nearest(&line.value, words) {
        Some(meant) => wrong_word(code, message, line).help(format!("did you mean \"{meant}\"?")),
        None => not_among(code, message, line, words),
    }
}

/// A problem with a word that is none of those allowed, with all of them.
pub fn not_among(code: &'static str, message: &str, line: &Line, words: &[&str]) -> Diagnostic {
    wrong_word(code, message, line).help(format!("it can be: {}", words.join(", ")))
}

fn wrong_word(code: &'static str, message: &str, line: &Line) -> Diagnostic {
    Diagnostic::error(code, format!("{message} \"{}\"", line.value)).at(line.place, "")
}

/// The word that was most likely meant, if any is near enough.
pub fn nearest<'a>(typed: &str, words: &[&'a str]) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let distance = |word: &str| strsim::damerau_levenshtein(&typed, &word.to_lowercase());
    let (word, distance) =
        words.iter().map(|word| (*word, distance(word))).min_by_key(|(_, d)| *d)?;
    (distance <= (typed.chars().count() / 3).clamp(1, 3)).then_some(word)
}
