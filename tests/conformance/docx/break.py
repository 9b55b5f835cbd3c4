"""Breaks a Word file as a careless writer would: properties of paragraphs in the wrong order."""

import re
import sys
import zipfile

source, target = sys.argv[1:]
with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as broken:
    for name in whole.namelist():
        content = whole.read(name)
        if name == "word/document.xml":
            style = rb"(<w:pStyle [^>]*/>)(.*?)(</w:pPr>)"
            content, count = re.subn(style, rb"\2<w:jc w:val='left'/>\1\3", content, count=1)
            assert count == 1
        broken.writestr(name, content)
