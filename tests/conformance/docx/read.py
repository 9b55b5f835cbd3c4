"""Reads Word files with pandoc and python-docx, as they were made and as LibreOffice has saved them, and
compares the words with those of the Markdown beside them: read.py MADE SAVED."""

import json
import pathlib
import re
import subprocess
import sys
import zipfile
from xml.etree.ElementTree import canonicalize

import docx
from docx.oxml.ns import qn

MARKDOWN = "commonmark+pipe_tables+footnotes+strikeout"


def by_pandoc(path, reader):
    """The words of a file, those of the footnotes last; without images and the labels of lists."""
    command = ["pandoc", "--from", reader, "--to", "json", str(path)]
    tree = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    text, notes = [], {}

    def walk(node, out):
        if isinstance(node, list):
            for inner in node:
                walk(inner, out)
        elif isinstance(node, dict) and "t" in node:
            kind = node["t"]
            if kind == "Str":
                out.append(node["c"])
            elif kind == "Note":
                # One that the text refers to twice is there twice.
                note = notes.setdefault(json.dumps(node["c"]), [])
                if not note:
                    walk(node["c"], note)
            elif kind in ("Image", "RawBlock", "RawInline", "Superscript"):
                # What is raised is the number of a footnote once more.
                pass
            elif kind in ("Link", "Span"):
                walk(node["c"][1], out)
            elif kind in ("Header", "Div"):
                walk(node["c"][-1], out)
                out.append(" ")
            elif kind == "Quoted":
                walk(node["c"][1], out)
            else:
                if kind in ("Space", "SoftBreak", "LineBreak", "Para", "Plain", "Table"):
                    out.append(" ")
                walk(node.get("c", []), out)
                out.append(" ")

    walk(tree["blocks"], text)
    return words("".join(text) + " " + " ".join("".join(note) for note in notes.values()))


def by_python_docx(path):
    """The same by python-docx. LibreOffice makes fields of some links."""
    document = docx.Document(str(path))
    parts = [document.element.body]
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/footnotes"):
            parts.append(docx.oxml.parse_xml(relation.target_part.blob))
    text = []
    for part in parts:
        field = ""
        for node in part.iter(*map(qn, ("w:p", "w:t", "w:br", "w:fldChar", "w:instrText"))):
            if node.tag == qn("w:instrText"):
                field = (node.text or "").strip()
            elif node.tag == qn("w:fldChar"):
                field = "" if node.get(qn("w:fldCharType")) == "end" else field
            elif node.tag == qn("w:t"):
                text.append("" if field.startswith("NOTEREF") else node.text or "")
            else:
                text.append(" ")
    return words("".join(text))


def words(text):
    """Words alone: signs may be typographic or not."""
    return re.findall(r"[^\W_]+", text)


def marks(path):
    """The marks of a file, without what LibreOffice adds to their names."""
    with zipfile.ZipFile(path) as file:
        parts = [name for name in ("word/document.xml", "word/footnotes.xml") if name in file.namelist()]
        text = "".join(file.read(name).decode() for name in parts)
    return sorted(mark[:24] for mark in re.findall(r'<w:bookmarkStart [^>]*w:name="(_pl_[^"]*)"', text))


def part(path, name):
    with zipfile.ZipFile(path) as file:
        return file.read(name)


def compare(name, reader, expected, found):
    if expected == found:
        return 0
    at = next((i for i, (a, b) in enumerate(zip(expected, found)) if a != b), min(len(expected), len(found)))
    print(f"{name}: {reader} reads {found[at - 3 : at + 5]} for {expected[at - 3 : at + 5]}")
    return 1


made, saved = map(pathlib.Path, sys.argv[1:])
wrong, files = 0, sorted(made.glob("*.docx"))
for file in files:
    expected = by_pandoc(file.with_suffix(".md"), MARKDOWN)
    again = saved / file.name
    wrong += compare(file.name, "pandoc", expected, by_pandoc(file, "docx"))
    wrong += compare(file.name, "python-docx", expected, by_python_docx(file))
    wrong += compare(file.name, "LibreOffice", expected, by_python_docx(again))
    wrong += compare(file.name, "LibreOffice, of marks,", marks(file), marks(again))
    for kept in ("customXml/item1.xml", "docProps/custom.xml"):
        if canonicalize(part(file, kept)) != canonicalize(part(again, kept)):
            print(f"{file.name}: LibreOffice changes {kept}")
            wrong += 1
    if b"trackRevisions" not in part(again, "word/settings.xml"):
        print(f"{file.name}: LibreOffice stops tracking changes")
        wrong += 1
print(f"{len(files)} Word files, read by pandoc, python-docx and LibreOffice: {wrong} differ")
sys.exit(1 if wrong or not files else 0)
