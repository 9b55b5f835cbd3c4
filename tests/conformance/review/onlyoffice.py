"""Edits a Word file by ONLYOFFICE's document builder: onlyoffice.py PROGRAM FOLDER LETTER."""
import json
import os
import sys
import docbuilder
from judge import judge

program, folder, letter = sys.argv[1:4]

# What somebody does with keyboard and mouse.
STEPS = """
var draft = Api.GetDocument();
function find(words) {
    // The running head, where the subject stands too, is no element of the draft.
    for (var index = 0; index < draft.GetElementsCount(); index += 1) {
        var found = draft.GetElement(index).Search(words, true);
        if (found.length) return found[0];
    }
}
function paragraph(words) { return find(words).GetParagraph(0); }
var steps = {
    replace: function (words, by) { find(words).Select(); Api.ReplaceTextSmart([by]); },
    "delete": function (words) { find(words).Delete(); },
    append: function (words, text) { paragraph(words).MoveCursorToEnd(); draft.EnterText(text); },
    prepend: function (words, text) { paragraph(words).MoveCursorToStart(); draft.EnterText(text); },
    remove: function (words) { paragraph(words).Delete(); },
    insert_after: function (words, text) {
        paragraph(words).MoveCursorToEnd(); draft.InsertParagraphBreak(); draft.EnterText(text);
    },
    split: function (words) {
        var at = paragraph(words), before = at.GetText({Numbering: false}).indexOf(words) - 1;
        at.MoveCursorToStart(); draft.MoveCursorRight(before); draft.MoveCursorRight(1, true);
        draft.GetRangeBySelect().Delete();
        at.MoveCursorToStart(); draft.MoveCursorRight(before); draft.InsertParagraphBreak();
    },
    merge: function (words) {
        paragraph(words).MoveCursorToEnd(); draft.MoveCursorRight(1, true);
        draft.GetRangeBySelect().Delete(); draft.EnterText(" ");
    },
    retype: function (words, text) { paragraph(words).Select(); Api.ReplaceTextSmart([text]); },
    strong: function (words) { find(words).SetBold(true); },
    italic: function (words) { find(words).SetItalic(true); },
    plain: function (words) { find(words).SetBold(false); },
    replace_in_note: function (words, by) {
        draft.GetFootnotesFirstParagraphs()[0].Search(words)[0].Select(); Api.ReplaceTextSmart([by]);
    },
    comment: function (words, text, reply) {
        var comment = find(words).AddComment(text, "A. Reviewer");
        if (reply) comment.AddReply(reply, "B. Reviewer");
    },
    settle: function () { draft.GetAllComments()[0].SetSolved(true); }
};
"""

builder = docbuilder.CDocBuilder()
source = os.path.abspath(f"{folder}/output/{letter}-draft.docx")


def amend(steps, tracked, target):
    builder.OpenFile(source, "")
    todo = [f"draft.SetTrackRevisions({json.dumps(tracked)});"]
    todo += [f"steps[{json.dumps(step)}].apply(null, {json.dumps(words)});" for step, *words in steps]
    for command in [STEPS, *todo]:
        builder.ExecuteCommand(command)
    builder.SaveFile("docx", os.path.abspath(target))
    builder.CloseFile()


failed = judge(program, folder, letter, amend, comments=True)
# It falls over when it is taken down.
sys.stdout.flush()
os._exit(failed)
