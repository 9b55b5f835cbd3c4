#!/usr/bin/env python3
"""Runs the program in a console of Windows, as a person sees it: console.py WINE PROGRAM FOLDER

FOLDER has the letters in its folder `project`.
"""

import glob
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time

WINE, PROGRAM, FOLDER = sys.argv[1:]


def windows_path(path):
    return "Z:" + path.replace("/", "\\")


def wait_for(what):
    end = time.monotonic() + 30
    while time.monotonic() < end and not what():
        time.sleep(0.1)
    return what()


class Console:
    """A console in which words were typed."""

    def __init__(self, words, folder, **env):
        self.master, slave = pty.openpty()
        subprocess.run(["stty", "rows", "50", "cols", "120"], stdin=slave, check=True)
        self.process = subprocess.Popen(
            [WINE, *words], stdin=slave, stdout=slave, stderr=slave, cwd=folder,
            env={**os.environ, "TERM": "xterm", **env}, start_new_session=True,
        )
        os.close(slave)
        self.shown = b""

    def read(self, until=None, patience=60):
        """What is shown, until words come or nothing comes any more."""
        end = time.monotonic() + patience
        while time.monotonic() < end and not (until and until in self.text()):
            if not select.select([self.master], [], [], 0.2)[0]:
                if self.process.poll() is not None:
                    break
                continue
            try:
                self.shown += os.read(self.master, 65536)
            except OSError:
                break
        return self.text()

    def text(self):
        """The words alone."""
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\x1b\]0;[^\x07]*\x07", "", self.shown.decode(errors="replace"))

    def press(self, keys):
        os.write(self.master, keys)

    def end(self, patience=30):
        """How it ended."""
        self.read(patience=patience)
        return self.process.wait(patience)




def expect(what, console):
    if not what:
        sys.exit(f"WRONG: in a console: {console.shown.decode(errors='replace')!r}")


def in_the_letters(name):
    """A folder of the letters, `name`, with one letter that has an error."""
    folder = os.path.join(FOLDER, name)
    os.makedirs(os.path.join(folder, "data"))
    for file in ["office.toml", "2020-01-20-swydd-enghraifft-peel-2018-19.toml"]:
        with open(os.path.join(FOLDER, "project/data", file)) as source:
            text = source.read()
        with open(os.path.join(folder, "data", file), "w") as copy:
            copy.write(text if file == "office.toml" else "wrong = 'ŵ – ü'\n" + text)
    return folder


def mend(folder):
    """Takes the error out of the letter again."""
    path = os.path.join(folder, "data/2020-01-20-swydd-enghraifft-peel-2018-19.toml")
    with open(path) as source:
        text = source.read().split("\n", 1)[1]
    with open(path, "w") as letter:
        letter.write(text)


COLOUR = re.compile(rb"\x1b\[[0-9;]*[39][1-7]m")
folder = in_the_letters("console")

# Rust writes to a console in UTF-16, so the page of codes is of no matter.
for page in ["850", "1252", "437"]:
    console = Console(["cmd", "/c", f"chcp {page} >nul & {windows_path(PROGRAM)} check"], folder, NO_COLOR="1")
    console.end()
    expect("ŵ – ü" in console.text(), console)
    expect(not COLOUR.search(console.shown), console)

console = Console([PROGRAM, "check"], folder, NO_COLOR="")
expect(console.end() == 1, console)
expect(COLOUR.search(console.shown), console)
expect("←[" not in console.text() and "\\u001b" not in console.text(), console)

console = Console([PROGRAM, "check"], folder, NO_COLOR="1")
console.end()
expect(not COLOUR.search(console.shown), console)

# Ctrl-C ends a watch when its round has ended, with nothing half-written.
console = Console([PROGRAM, "watch"], folder, NO_COLOR="1")
console.read(until="stop with Ctrl-C")
console.press(b"\x03")
expect(console.end() == 0, console)

# A double click where no letters are: three lines, and the window stays until Enter is pressed.
explorer = os.path.join(os.path.dirname(WINE), "explorer.exe")
empty = os.path.join(FOLDER, "empty")
os.makedirs(empty)
alone = shutil.copy(PROGRAM, os.path.join(empty, "peel-letter.exe"))
for memory in glob.glob(os.path.join(os.path.dirname(WINE), "prefix/drive_c/users/*/AppData/Local/peel-letter")):
    shutil.rmtree(memory)
console = Console([explorer, windows_path(alone)], empty)
console.read(until="press Enter")
expect("there are none beside it" in console.text() and "peel-letter new NAME" in console.text(), console)
time.sleep(1)
expect(console.process.poll() is None, console)
console.press(b"\r")
expect(console.end() == 2, console)

# Beside letters: they are made, watched, and shown in the browser.
beside = in_the_letters("beside")
near = shutil.copy(PROGRAM, os.path.join(beside, "peel-letter.exe"))
opened = os.path.join(FOLDER, "opened")
with open(os.path.join(FOLDER, "xdg-open"), "w") as browser:
    browser.write(f'#!/bin/sh\necho "$1" >>{opened}\n')
os.chmod(browser.name, 0o755)
browser_path = {"PATH": f"{FOLDER}:{os.environ['PATH']}"}
mend(beside)
console = Console([explorer, windows_path(near)], empty, **browser_path)
console.read(until="stop with Ctrl-C")
expect("made: output/" in console.text(), console)
address = re.search(r"serving: (http://127\.0\.0\.1:\d+/[0-9a-f]+/)", console.text()).group(1)
expect(wait_for(lambda: os.path.exists(opened) and open(opened).read().strip() == address), console)
console.press(b"\x03")
expect(console.end() == 0, console)

# Elsewhere, afterwards: those of the folder used last.
console = Console([explorer, windows_path(alone)], empty, **browser_path)
console.read(until="stop with Ctrl-C")
expect("unchanged: output/" in console.text() and "beside" in console.text(), console)
console.press(b"\x03")
expect(console.end() == 0, console)
