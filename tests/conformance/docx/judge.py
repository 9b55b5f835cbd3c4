"""Lets openxml-audit judge Word files, each with a judge of its own: one for all mixes them up."""

import sys

from openxml_audit import OpenXmlValidator

wrong = 0
for path in sys.argv[1:]:
    result = OpenXmlValidator().validate(path)
    for error in result.errors:
        print(f"{path}: {error.description} ({error.part_uri} {error.path})")
    wrong += not result.is_valid
print(f"{len(sys.argv) - 1} Word files, judged by openxml-audit: {wrong} are not valid")
sys.exit(1 if wrong or len(sys.argv) < 2 else 0)
