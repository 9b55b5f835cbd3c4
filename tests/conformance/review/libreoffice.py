#!/usr/bin/python3
"""Edits a Word file in LibreOffice: libreoffice.py PROGRAM FOLDER LETTER.

Comments are not among the edits: LibreOffice 7.4 without a screen falls over when it saves one as a Word file.
"""
import os
import subprocess
import sys
import tempfile
import time
import uno
from com.sun.star.awt.FontSlant import ITALIC
from com.sun.star.beans import PropertyValue
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK
from edits import MORE
from judge import judge

program, folder, letter = sys.argv[1:4]


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


class Draft:
    """What somebody does with keyboard and mouse."""

    def __init__(self, doc):
        self.doc = doc

    def found(self, words):
        search = self.doc.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.doc.findFirst(search)
        while found is not None:
            yield found
            found = self.doc.findNext(found.End, search)

    def find(self, words):
        return next(self.found(words))

    def paragraph(self, words):
        found = self.find(words)
        cursor = found.Text.createTextCursorByRange(found)
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def end(self, words):
        cursor = self.paragraph(words)
        cursor.collapseToEnd()
        return cursor

    def replace(self, words, by):
        self.find(words).String = by

    def delete(self, words):
        self.replace(words, "")

    def append(self, words, text):
        self.end(words).setString(text)

    def prepend(self, words, text):
        self.paragraph(words).Start.setString(text)

    def remove(self, words):
        cursor = self.paragraph(words)
        cursor.goRight(1, True)
        cursor.String = ""

    def insert_after(self, words, text):
        cursor = self.end(words)
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.Text.insertString(cursor, text, False)

    def split(self, words):
        found = self.find(words)
        cursor = found.Text.createTextCursorByRange(found.Start)
        cursor.goLeft(1, True)
        cursor.String = ""
        cursor.Text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)

    def merge(self, words):
        cursor = self.end(words)
        cursor.goRight(1, True)
        cursor.String = " "

    def retype(self, words, text):
        self.paragraph(words).String = text

    def strong(self, words):
        self.find(words).CharWeight = 150.0

    def plain(self, words):
        self.find(words).CharWeight = 100.0

    def italic(self, words):
        self.find(words).CharPosture = ITALIC

    def replace_in_note(self, words, by):
        note = self.doc.Footnotes.getByIndex(0)
        next(found for found in self.found(words) if found.Text == note).String = by

    def add_note(self, words, text):
        found = self.find(words)
        note = self.doc.createInstance("com.sun.star.text.Footnote")
        found.Text.insertTextContent(found.End, note, False)
        note.String = text

    def delete_note(self):
        self.doc.Footnotes.getByIndex(0).Anchor.String = ""

    def row(self, words):
        found = self.find(words)
        return found.TextTable, int(found.Cell.CellName[1:])

    def add_row(self, words, *texts):
        table, row = self.row(words)
        table.Rows.insertByIndex(row, 1)
        for column, text in zip("ABCDEFG", texts):
            table.getCellByName(f"{column}{row + 1}").String = text

    def delete_row(self, words):
        table, row = self.row(words)
        table.Rows.removeByIndex(row - 1, 1)


class Office:
    """LibreOffice without a screen, begun anew every twenty files: it does not live through a hundred."""

    def __init__(self):
        self.files, self.run = 0, None

    def desktop(self):
        if self.files % 20 == 0:
            self.quit()
            self.begin()
        self.files += 1
        return self.opened

    def begin(self):
        port = 20000 + os.getpid() % 10000
        self.run = subprocess.Popen(
            ["soffice", "--headless", "--invisible", "--norestore", "--nologo",
             f"-env:UserInstallation=file://{tempfile.mkdtemp()}",
             f"--accept=socket,host=127.0.0.1,port={port};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        manager = uno.getComponentContext().ServiceManager
        resolver = manager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(120):
            try:
                context = resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
                self.opened = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
                return
            except Exception:
                time.sleep(0.5)
        raise SystemExit("LibreOffice does not answer")

    def quit(self):
        if self.run is None:
            return
        try:
            self.opened.terminate()
        except Exception:
            pass
        try:
            self.run.wait(30)
        except subprocess.TimeoutExpired:
            self.run.kill()


office = Office()
source = f"file://{os.path.abspath(folder)}/output/{letter}-draft.docx"


def amend(steps, tracked, target):
    doc = office.desktop().loadComponentFromURL(source, "_blank", 0, (prop("Hidden", True),))
    doc.RecordChanges = tracked
    draft = Draft(doc)
    for step, *words in steps:
        getattr(draft, step)(*words)
    doc.storeToURL(f"file://{os.path.abspath(target)}", (prop("FilterName", "MS Word 2007 XML"),))
    doc.close(True)


failed = judge(program, folder, letter, amend, comments=False, more=MORE)
office.quit()
sys.exit(failed)
