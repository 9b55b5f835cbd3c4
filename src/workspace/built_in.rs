//! The files of `templates/` that the program carries in itself.

/// Every built-in file, by its path in `templates/`.
pub const BUILT_IN: [(&str, &str); 19] = [
    ("letter.md", include_str!("../../templates/letter.md")),
    ("statement.md", include_str!("../../templates/statement.md")),
    ("parts/answered.md", include_str!("../../templates/parts/answered.md")),
    ("parts/area.md", include_str!("../../templates/parts/area.md")),
    ("parts/body.md", include_str!("../../templates/parts/body.md")),
    ("parts/chief_constable.md", include_str!("../../templates/parts/chief_constable.md")),
    ("parts/conclusion.md", include_str!("../../templates/parts/conclusion.md")),
    ("parts/copies.md", include_str!("../../templates/parts/copies.md")),
    ("parts/grades.md", include_str!("../../templates/parts/grades.md")),
    ("parts/item.md", include_str!("../../templates/parts/item.md")),
    ("parts/items.md", include_str!("../../templates/parts/items.md")),
    ("parts/letterhead.md", include_str!("../../templates/parts/letterhead.md")),
    ("parts/overview.md", include_str!("../../templates/parts/overview.md")),
    ("parts/particulars.md", include_str!("../../templates/parts/particulars.md")),
    ("parts/recipient.md", include_str!("../../templates/parts/recipient.md")),
    ("parts/sign_off.md", include_str!("../../templates/parts/sign_off.md")),
    ("programmes.toml", include_str!("../../templates/programmes.toml")),
    ("style.toml", include_str!("../../templates/style.toml")),
    ("words.toml", include_str!("../../templates/words.toml")),
];

#[cfg(test)]
mod tests {
    use super::BUILT_IN;
    use std::path::Path;

    fn files_in(folder: &Path, prefix: &str) -> Vec<String> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() && name != "fonts" {
                names.extend(files_in(&entry.path(), &format!("{name}/")));
            } else if name != "fonts" {
                names.push(name);
            }
        }
        names
    }

    #[test]
    fn every_file_of_the_templates_folder_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
        let mut there = files_in(&folder, "");
        let mut known: Vec<_> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
        there.sort();
        known.sort();
        assert_eq!(there, known);
    }
}
