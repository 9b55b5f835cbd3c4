//! What comes into a text when it is pasted from Word: bullets, tables with tabs, signs that nobody sees.

use super::Slip;

/// The bullets of Word, as they arrive: a small o is one before a tab only.
const BULLETS: [char; 13] =
    ['•', '●', '▪', '◦', '·', '‣', '■', '□', '➢', '✓', '\u{f0b7}', '\u{f0a7}', '\u{f0d8}'];

/// Whether a sign is a bullet that only Word's own fonts have.
pub fn is_private_bullet(c: char) -> bool {
    BULLETS.contains(&c) && ('\u{e000}'..'\u{f900}').contains(&c)
}

/// The words behind a bullet that makes no list.
pub fn behind_bullet(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let rest = line.strip_prefix(BULLETS).filter(|rest| rest.starts_with([' ', '\t', '\u{a0}']));
    let rest = rest.or_else(|| line.strip_prefix("o\t"));
    rest.map(str::trim_start).filter(|rest| !rest.is_empty())
}

/// The cells of a line of a table that was pasted with tabs.
pub fn cells(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<&str> = line.trim_end().split('\t').map(str::trim).collect();
    let is_row = cells.len() > 1 && !cells[0].is_empty() && behind_bullet(line).is_none();
    (is_row && !line.contains('|')).then_some(cells)
}

/// What the first of some lines needs, and how many lines it is about.
pub fn slip(lines: &[&str]) -> Option<(usize, Option<Slip>)> {
    let first = lines.first()?;
    if let Some(rest) = behind_bullet(first) {
        let indent = &first[..first.len() - first.trim_start().len()];
        let instead = format!("{indent}- {rest}");
        return Some((
            1,
            Some(Slip { what: "this sign makes no list: a hyphen and a space do", instead }),
        ));
    }
    let rows: Vec<Vec<&str>> = lines.iter().map_while(|line| cells(line)).collect();
    let columns = rows.first()?.len();
    let rows: Vec<Vec<&str>> = rows.into_iter().take_while(|row| row.len() == columns).collect();
    if rows.len() < 2 {
        return Some((1, None));
    }
    let row = |cells: &Vec<&str>| format!("| {} |", cells.join(" | "));
    let mut table: Vec<String> = rows.iter().map(row).collect();
    table.insert(1, format!("|{}", "---|".repeat(columns)));
    let slip = Slip { what: "tabs make no table: bars do", instead: table.join("\n") };
    Some((rows.len(), Some(slip)))
}
