"""Lets another program edit a Word file in every way of edits.py, with and without tracking, and asks
peel-letter what came back: each change and comment must come back at its key."""
import json
import subprocess
import sys
from edits import COMMENTS, EDITS, UNTRACKED


# What ONLYOFFICE's document builder writes at the head and the foot of every page, having no licence.
OF_ITS_OWN = "Unregistered Version"


def review(program, folder, letter, file):
    typed = [program, "review", letter, file, "--message-format", "json"]
    run = subprocess.run(typed, cwd=folder, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(run.stderr)
    found = json.loads(run.stdout)
    found["changes"] = [one for one in found["changes"] if one["inserted"] != OF_ITS_OWN]
    return found


def faults(changes, name, keys, words, tracked):
    got = [change["key"] for change in changes]
    if got != keys:
        yield f"keys {got}"
    if words and len(changes) == 1 and (changes[0]["deleted"], changes[0]["inserted"]) != words:
        yield f"words {(changes[0]['deleted'], changes[0]['inserted'])}"
    if any(change["standing"] == "guessed" for change in changes):
        yield "guessed"
    if not tracked and any(change["who"] for change in changes):
        yield "somebody"
    if tracked and name not in UNTRACKED and not all(change["who"] for change in changes):
        yield "nobody"


def comment_faults(comments, wanted):
    def told(comment):
        replies = [reply["text"] for reply in comment["replies"]]
        return comment["key"], comment["at"], comment["text"], replies, comment["resolved"]
    got = [told(comment) for comment in comments]
    if got != [wanted]:
        yield f"comments {got}"


def judge(program, folder, letter, amend, comments, more=()):
    """`amend(steps, tracked, target)` edits the draft and saves it under another name, as somebody would."""
    tried = [(f"{'tracked' if tracked else 'not tracked'}: {name}", steps, tracked,
              lambda found, name=name, keys=keys, words=words, tracked=tracked:
                  list(faults(found["changes"], name, keys, words, tracked)))
             for tracked in (False, True) for name, steps, keys, words in (*EDITS, *more)]
    if comments:
        tried += [(f"a comment {name}", steps, True,
                   lambda found, wanted=wanted: list(comment_faults(found["comments"], wanted)))
                  for name, steps, wanted in COMMENTS]
    wrong = 0
    for name, steps, tracked, judged in tried:
        amend(steps, tracked, f"{folder}/back.docx")
        found = review(program, folder, letter, "back.docx")
        told = judged(found)
        if told:
            wrong += 1
            print(f"{name}: {'; '.join(told)}")
            for c in found["changes"]:
                print("   ", c["key"], c["standing"], repr(c["deleted"]), repr(c["inserted"]), c["who"])
    print(f"{len(tried) - wrong} of {len(tried)} edits came back at their keys")
    sys.stdout.flush()
    return wrong > 0
