"""The edits that are tried in other programs, as data: what is done, the keys of the changes found, and the
words deleted and inserted where it is one change. Each step is a way to edit, the words that say where, and
for some what is written."""

OVERVIEW, ONE, TWO = "overview.text", "area[1].item[1].response", "area[1].item[2].response"

EDITS = [
    ("replace a word", [("replace", "clearly", "plainly")], [OVERVIEW], ("clearly", "plainly")),
    ("replace words", [("replace", "a new rota", "two new rotas")], [ONE], ("a new rota", "two new rotas")),
    ("delete a word", [("delete", "clearly ")], [OVERVIEW], ("clearly ", "")),
    ("insert words", [("replace", "panel twice", "panel and the chief twice")], [OVERVIEW], None),
    ("insert at the end", [("append", "panel twice", " It agreed.")], [OVERVIEW], ("", " It agreed.")),
    ("insert at the start", [("prepend", "plans were", "In June ")], [TWO], ("", "In June ")),
    ("replace the last word", [("replace", "2027.", "2028.")], [TWO], ("2027", "2028")),
    ("replace the first word", [("replace", "We’ve", "They have")], [OVERVIEW], None),
    ("replace in two paragraphs", [("replace", "clearly", "plainly"), ("replace", "reviewed", "read")], [OVERVIEW, TWO], None),
    ("delete a paragraph", [("remove", "panel twice")], [OVERVIEW], ("We’ve met the panel twice.", "")),
    ("delete the last paragraph of an answer", [("remove", "A further review")], [TWO], None),
    ("delete the first paragraph", [("remove", "I welcome")], [OVERVIEW], None),
    ("delete the first paragraph of an answer", [("remove", "plans were")], [TWO], None),
    ("insert a paragraph", [("insert_after", "plans were", "The panel has seen them.")], [TWO], ("", "The panel has seen them.")),
    ("insert a paragraph at the end", [("insert_after", "A further review", "It will be short.")], [TWO], ("", "It will be short.")),
    ("insert two paragraphs", [("insert_after", "plans were", "One more."), ("insert_after", "One more", "And another.")], [TWO, TWO], None),
    ("insert after a short answer", [("insert_after", "new rota", "It works.")], [ONE], ("", "It works.")),
    ("split a paragraph", [("split", "It sets out")], [OVERVIEW], (" ", "\n\n")),
    ("split an answer", [("split", "It began")], [ONE], (" ", "\n\n")),
    ("merge two paragraphs", [("merge", "plans were")], [TWO], ("\n\n", " ")),
    ("retype a paragraph", [("retype", "panel twice", "No meeting took place.")], [OVERVIEW], None),
    ("retype an answer", [("retype", "new rota", "Nothing was done until now.")], [ONE], None),
    ("move a paragraph", [("insert_after", "A further review", "The plans were reviewed."), ("remove", "plans were")], [TWO, TWO], None),
    ("a word in a list", [("replace", "better answers", "quicker answers")], [OVERVIEW], ("better", "quicker")),
    ("a point added", [("insert_after", "better answers", "more volunteers")], [OVERVIEW], ("", "more volunteers")),
    ("a point at the end", [("insert_after", "faster path", "more volunteers")], [OVERVIEW], ("", "more volunteers")),
    ("a point deleted", [("remove", "better answers")], [OVERVIEW], ("better answers to calls", "")),
    ("a point split", [("split", "to court")], [OVERVIEW], (" ", "\n\n")),
    ("a table cell", [("replace", "1,065", "1,071")], [OVERVIEW], ("1,065", "1,071")),
    ("a table head", [("replace", "Officers", "Staff")], [OVERVIEW], ("Officers", "Staff")),
    ("a heading", [("replace", "Preventing crime", "Preventing harm")], ["area[1].title"], ("crime", "harm")),
    ("the subject", [("replace", "Police Effectiveness 2025", "Police Effectiveness 2026")], ["subject"], ("2025", "2026")),
    ("the salutation", [("replace", "Dear Home Secretary", "Dear Minister")], ["salutation"], ("Home Secretary", "Minister")),
    ("an address", [("replace", "2 Sample Road", "3 Sample Road")], ["recipient.address[1]"], ("2", "3")),
    ("beside a link", [("replace", "set out in", "told in")], [OVERVIEW], ("set out", "told")),
    ("beside a footnote", [("replace", "They are", "These are")], [OVERVIEW], ("They", "These")),
    ("words made strong", [("strong", "new rota")], [ONE], ("new rota", "**new rota**")),
    ("words in italics", [("italic", "reviewed")], [TWO], ("reviewed", "*reviewed*")),
    ("strong made plain", [("plain", "neighbourhood policing")], [OVERVIEW], ("**neighbourhood policing**", "neighbourhood policing")),
    ("the inspectorate's words", [("replace", "more quickly", "at once")], [None], ("more quickly", "at once")),
    ("fixed words", [("replace", "identified two", "found two")], [None], ("identified", "found")),
    ("a word in the conclusion", [("replace", "will report", "shall report")], ["conclusion.text"], ("will", "shall")),
    ("a footnote", [("replace_in_note", "in May.", "in June.")], [OVERVIEW], ("May", "June")),
    ("nothing", [], [], None),
]
# Those that only LibreOffice is asked for.
MORE = [
    ("a footnote added", [("add_note", "panel twice.", "In May and in July.")], [OVERVIEW], ("", "[footnote: In May and in July.]")),
    ("a footnote added before another", [("add_note", "this report", "That of March.")], [OVERVIEW], ("", "[footnote: That of March.]")),
    ("a footnote deleted", [("delete_note",)], [OVERVIEW], ("[footnote: It was published in May.]", "")),
    ("a row added", [("add_row", "1,020", "2023", "990")], [OVERVIEW], ("", "2023 | 990")),
    ("a row added at the end", [("add_row", "1,065", "2026", "1,100")], [OVERVIEW], ("", "2026 | 1,100")),
    ("a row deleted", [("delete_row", "1,020")], [OVERVIEW], ("2024 | 1,020", "")),
]
# Those that are not tracked in every program: what only looks otherwise, and rows that are taken out.
UNTRACKED = ("words made strong", "words in italics", "strong made plain", "a row deleted")

# Comments: the steps; then the key, the words they stand at, what is said, the replies, and whether they are settled.
COMMENTS = [
    ("on a word", [("comment", "clearly", "Why?")], (OVERVIEW, "clearly", "Why?", [], False)),
    ("on a paragraph", [("comment", "The plans were reviewed.", "All?")], (TWO, "The plans were reviewed.", "All?", [], False)),
    ("on a point of a list", [("comment", "better answers", "Since when?")], (OVERVIEW, "better answers", "Since when?", [], False)),
    ("on a cell", [("comment", "1,065", "Checked.")], (OVERVIEW, "1,065", "Checked.", [], False)),
    ("on a heading", [("comment", "Preventing crime", "Harm?")], ("area[1].title", "Preventing crime", "Harm?", [], False)),
    ("on inserted words", [("insert_after", "new rota", "It works."), ("comment", "It works", "Does it?")], (ONE, "It works", "Does it?", [], False)),
    ("on the inspectorate's words", [("comment", "more quickly", "How?")], ("area[1].item[1].text", "more quickly", "How?", [], False)),
    ("with a reply", [("comment", "clearly", "Why?", "Because.")], (OVERVIEW, "clearly", "Why?", ["Because."], False)),
    ("settled", [("comment", "clearly", "Why?", "Because."), ("settle",)], (OVERVIEW, "clearly", "Why?", ["Because."], True)),
]
