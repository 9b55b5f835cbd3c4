#!/usr/bin/python3
"""Edits a Word file in LibreOffice in forty ways, with and without tracking, and asks peel-letter what
came back: edit.py PROGRAM FOLDER LETTER. Each change must come back at its key.

Comments are not among them: LibreOffice 7.4 without a screen falls over when it saves one as a Word file.
"""
import json
import os
import subprocess
import sys
import tempfile
import time
import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

program, folder, letter = sys.argv[1:4]
PB = PARAGRAPH_BREAK

def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made

class Draft:
    def __init__(self, doc): self.doc, self.text = doc, doc.Text
    def find(self, words):
        search = self.doc.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.doc.findFirst(search)
        assert found is not None, words
        return found
    def paragraph(self, words):
        found = self.find(words)
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False); cursor.gotoEndOfParagraph(True)
        return cursor
    def replace(self, words, new):
        found = self.find(words); found.String = new
    def end(self, words):
        cursor = self.paragraph(words); cursor.collapseToEnd(); return cursor

def insert_after(d, words, new):
    c = d.end(words); c.Text.insertControlCharacter(c, PB, False); c.Text.insertString(c, new, False)
def remove(d, words):
    c = d.paragraph(words)
    if not c.goRight(1, True): pass
    c.String = ""
def split(d, words):
    f = d.find(words); c = f.Text.createTextCursorByRange(f.Start)
    c.goLeft(1, True); c.String = ""; c.Text.insertControlCharacter(c, PB, False)
def merge(d, words):
    c = d.end(words); c.goRight(1, True); c.String = " "
def strong(d, words): d.find(words).CharWeight = 150.0
def plain(d, words): d.find(words).CharWeight = 100.0
def italic(d, words): d.find(words).CharPosture = ITALIC
def retype(d, words, new): d.paragraph(words).String = new

OVERVIEW, ONE, TWO = "overview.text", "area[1].item[1].response", "area[1].item[2].response"
# What is done; the keys of the changes found; words deleted and inserted, where it is one change.
EDITS = [
    ("replace a word", lambda d: d.replace("clearly", "plainly"), [OVERVIEW], ("clearly", "plainly")),
    ("replace words", lambda d: d.replace("a new rota", "two new rotas"), [ONE], ("a new rota", "two new rotas")),
    ("delete a word", lambda d: d.replace("clearly ", ""), [OVERVIEW], ("clearly ", "")),
    ("insert words", lambda d: d.replace("panel twice", "panel and the chief twice"), [OVERVIEW], None),
    ("insert at the end", lambda d: d.end("panel twice").setString(" It agreed."), [OVERVIEW], ("", " It agreed.")),
    ("insert at the start", lambda d: d.paragraph("plans were").Start.setString("In June "), [TWO], ("", "In June ")),
    ("replace the last word", lambda d: d.replace("2027.", "2028."), [TWO], ("2027", "2028")),
    ("replace the first word", lambda d: d.replace("We’ve", "They have"), [OVERVIEW], None),
    ("replace in two paragraphs", lambda d: (d.replace("clearly", "plainly"), d.replace("reviewed", "read")), [OVERVIEW, TWO], None),
    ("delete a paragraph", lambda d: remove(d, "panel twice"), [OVERVIEW], ("We’ve met the panel twice.", "")),
    ("delete the last paragraph of an answer", lambda d: remove(d, "A further review"), [TWO], None),
    ("delete the first paragraph", lambda d: remove(d, "I welcome"), [OVERVIEW], None),
    ("delete the first paragraph of an answer", lambda d: remove(d, "plans were"), [TWO], None),
    ("insert a paragraph", lambda d: insert_after(d, "plans were", "The panel has seen them."), [TWO], ("", "The panel has seen them.")),
    ("insert a paragraph at the end", lambda d: insert_after(d, "A further review", "It will be short."), [TWO], ("", "It will be short.")),
    ("insert two paragraphs", lambda d: (insert_after(d, "plans were", "One more."), insert_after(d, "One more", "And another.")), [TWO, TWO], None),
    ("insert after a short answer", lambda d: insert_after(d, "new rota", "It works."), [ONE], ("", "It works.")),
    ("split a paragraph", lambda d: split(d, "It sets out"), [OVERVIEW], (" ", "\n\n")),
    ("split an answer", lambda d: split(d, "It began"), [ONE], (" ", "\n\n")),
    ("merge two paragraphs", lambda d: merge(d, "plans were"), [TWO], ("\n\n", " ")),
    ("retype a paragraph", lambda d: retype(d, "panel twice", "No meeting took place."), [OVERVIEW], None),
    ("retype an answer", lambda d: retype(d, "new rota", "Nothing was done until now."), [ONE], None),
    ("move a paragraph", lambda d: (insert_after(d, "A further review", "The plans were reviewed."), remove(d, "plans were")), [TWO, TWO], None),
    ("a word in a list", lambda d: d.replace("better", "quicker"), [OVERVIEW], ("better", "quicker")),
    ("a point added", lambda d: insert_after(d, "better answers", "more volunteers"), [OVERVIEW], ("", "more volunteers")),
    ("a point at the end", lambda d: insert_after(d, "faster path", "more volunteers"), [OVERVIEW], ("", "more volunteers")),
    ("a point deleted", lambda d: remove(d, "better answers"), [OVERVIEW], ("better answers to calls", "")),
    ("a point split", lambda d: split(d, "to court"), [OVERVIEW], (" ", "\n\n")),
    ("a table cell", lambda d: d.replace("1,065", "1,071"), [OVERVIEW], ("1,065", "1,071")),
    ("a table head", lambda d: d.replace("Officers", "Staff"), [OVERVIEW], ("Officers", "Staff")),
    ("a heading", lambda d: d.replace("Preventing crime", "Preventing harm"), ["area[1].title"], ("crime", "harm")),
    ("the subject", lambda d: d.replace("Police Effectiveness 2025", "Police Effectiveness 2026"), ["subject"], ("2025", "2026")),
    ("the salutation", lambda d: d.replace("Dear Home Secretary", "Dear Minister"), ["salutation"], ("Home Secretary", "Minister")),
    ("an address", lambda d: d.replace("2 Sample Road", "3 Sample Road"), ["recipient.address[1]"], ("2", "3")),
    ("beside a link", lambda d: d.replace("set out in", "told in"), [OVERVIEW], ("set out", "told")),
    ("beside a footnote", lambda d: d.replace("They are", "These are"), [OVERVIEW], ("They", "These")),
    ("words made strong", lambda d: strong(d, "new rota"), [ONE], ("new rota", "**new rota**")),
    ("words in italics", lambda d: italic(d, "reviewed"), [TWO], ("reviewed", "*reviewed*")),
    ("strong made plain", lambda d: plain(d, "neighbourhood policing"), [OVERVIEW], ("**neighbourhood policing**", "neighbourhood policing")),
    ("the inspectorate's words", lambda d: d.replace("more quickly", "at once"), [None], ("more quickly", "at once")),
    ("fixed words", lambda d: d.replace("identified two", "found two"), [None], ("identified", "found")),
    ("a word in the conclusion", lambda d: d.replace("will report", "shall report"), ["conclusion.text"], ("will", "shall")),
    ("nothing", lambda d: None, [], None),
]
def note(d):
    notes = d.doc.Footnotes; n = notes.getByIndex(0)
    c = n.createTextCursor(); c.gotoStart(False)
    s = d.doc.createSearchDescriptor(); s.SearchString = "in May."
    for f in [d.doc.findFirst(s)]:
        while f is not None:
            if "published" in f.Text.String: f.String = "in June."; return
            f = d.doc.findNext(f.End, s)
    raise AssertionError("no note")
EDITS.append(("a footnote", note, [OVERVIEW], ("May", "June")))

def connect():
    port = 20000 + os.getpid() % 10000
    profile = tempfile.mkdtemp()
    run = subprocess.Popen(["soffice", "--headless", "--invisible", "--norestore", "--nologo",
        f"-env:UserInstallation=file://{profile}", f"--accept=socket,host=127.0.0.1,port={port};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(120):
        try:
            context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
            return run, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.5)
    raise SystemExit("LibreOffice does not answer")

def review(file):
    run = subprocess.run([program, "review", letter, file, "--message-format", "json"], cwd=folder, capture_output=True, text=True)
    if run.returncode: raise AssertionError(run.stderr)
    return json.loads(run.stdout)

def quit(office, desktop):
    try: desktop.terminate()
    except Exception: pass
    try: office.wait(30)
    except subprocess.TimeoutExpired: office.kill()

def amend(desktop, edit, tracked, target):
    """Edits the draft and saves it under another name, as somebody would."""
    doc = desktop.loadComponentFromURL(source, "_blank", 0, (prop("Hidden", True),))
    doc.RecordChanges = tracked
    edit(Draft(doc))
    doc.storeToURL(f"file://{os.path.abspath(target)}", (prop("FilterName", "MS Word 2007 XML"),))
    doc.close(True)

def faults(found, name, keys, words, tracked):
    changes = found["changes"]
    got = [change["key"] for change in changes]
    if got != keys: yield f"keys {got}"
    if words and len(changes) == 1 and (changes[0]["deleted"], changes[0]["inserted"]) != words:
        yield f"words {(changes[0]['deleted'], changes[0]['inserted'])}"
    if any(change["standing"] == "guessed" for change in changes): yield "guessed"
    if not tracked and any(change["who"] for change in changes): yield "somebody"
    # What only looks otherwise is not tracked in each case.
    is_look = name in ("words made strong", "words in italics", "strong made plain")
    if tracked and not is_look and not all(change["who"] for change in changes): yield "nobody"

source = f"file://{os.path.abspath(folder)}/output/{letter}-draft.docx"
target = os.path.join(folder, "back.docx")
wrong = count = 0
office, desktop = connect()
for tracked in (False, True):
    for name, edit, keys, words in EDITS:
        # It does not live through a hundred files.
        if count and count % 20 == 0:
            quit(office, desktop)
            office, desktop = connect()
        amend(desktop, edit, tracked, target)
        count += 1
        found = review("back.docx")
        fails = list(faults(found, name, keys, words, tracked))
        if fails:
            wrong += 1
            print(f"{'tracked' if tracked else 'not tracked'}: {name}: {'; '.join(fails)}")
            for c in found["changes"]:
                print("   ", c["key"], c["standing"], repr(c["deleted"]), repr(c["inserted"]), c["who"])
quit(office, desktop)
print(f"{count - wrong} of {count} edits came back at their keys")
sys.exit(wrong > 0)
