//! What a Word file says of itself: properties, settings, and the manifest among its parts.

use super::manifest::{Manifest, NAMESPACE};
use super::xml::Xml;
use crate::metadata::Metadata;

/// The name of the custom property with the fingerprint of the letter's values.
pub const FINGERPRINT: &str = "Letter fingerprint";

/// Title, author and the like. The dates are the letter's: no clock is looked at.
pub fn core(metadata: &Metadata) -> String {
    let mut xml = Xml::part();
    let names = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &names, |xml| {
        xml.text_element("dc:title", &[], &metadata.title);
        xml.text_element("dc:creator", &[], &metadata.author);
        xml.text_element("dc:description", &[], &metadata.description);
        xml.text_element("cp:keywords", &[], &metadata.keywords.join(", "));
        xml.text_element("dc:language", &[], super::tag(metadata.language));
        let day = metadata.date.map(|date| format!("{date}T00:00:00Z"));
        for name in ["dcterms:created", "dcterms:modified"] {
            if let Some(day) = &day {
                xml.text_element(name, &[("xsi:type", "dcterms:W3CDTF")], day);
            }
        }
    });
    xml.into_string()
}

/// The part that names the program, and the most bytes that are read of it.
pub const APP: &str = "docProps/app.xml";
pub const LONGEST_APP: u64 = 64 << 10;

/// The program that made the file.
pub fn app() -> String {
    let mut xml = Xml::part();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.element("Properties", &[("xmlns", namespace)], |xml| {
        xml.text_element("Application", &[], env!("CARGO_PKG_NAME"));
    });
    xml.into_string()
}

/// The fingerprint of the letter's values.
pub fn custom(manifest: &Manifest) -> String {
    let mut xml = Xml::part();
    let names = [
        ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
        ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
    ];
    xml.element("Properties", &names, |xml| {
        let property = [
            ("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"),
            ("pid", "2"),
            ("name", FINGERPRINT),
        ];
        xml.element("property", &property, |xml| {
            xml.text_element("vt:lpwstr", &[], &manifest.fingerprint());
        });
    });
    xml.into_string()
}

/// What the part with the manifest is called among custom parts.
pub fn manifest_properties(manifest: &Manifest) -> String {
    let mut xml = Xml::part();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let print = manifest.fingerprint().to_uppercase();
    let [a, b, c, d, e] =
        [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| print.get(range).unwrap_or_default());
    let id = format!("{{{a}-{b}-{c}-{d}-{e}}}");
    xml.element("ds:datastoreItem", &[("ds:itemID", &id), ("xmlns:ds", namespace)], |xml| {
        xml.element("ds:schemaRefs", &[], |xml| {
            xml.empty("ds:schemaRef", &[("ds:uri", NAMESPACE)]);
        });
    });
    xml.into_string()
}

/// Settings: changes are tracked from the moment when the file is opened.
pub fn settings(metadata: &Metadata) -> String {
    let mut xml = Xml::part();
    xml.element("w:settings", &[("xmlns:w", super::W)], |xml| {
        xml.empty("w:trackRevisions", &[]);
        xml.empty("w:defaultTabStop", &[("w:val", "720")]);
        xml.empty("w:characterSpacingControl", &[("w:val", "doNotCompress")]);
        xml.element("w:footnotePr", &[], |xml| {
            super::notes::SEPARATORS.iter().for_each(|(id, ..)| {
                xml.empty("w:footnote", &[("w:id", id)]);
            });
        });
        xml.element("w:compat", &[], |xml| {
            let setting = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            xml.empty("w:compatSetting", &setting);
        });
        xml.empty("w:themeFontLang", &[("w:val", super::tag(metadata.language))]);
        xml.empty("w:decimalSymbol", &[("w:val", ".")]);
        xml.empty("w:listSeparator", &[("w:val", ",")]);
    });
    xml.into_string()
}
