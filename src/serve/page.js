// Shows a letter as it is now. All words come as data and go in as text, never as HTML; the letter
// itself stands in a frame that runs no scripts.
"use strict";

const find = (id) => document.getElementById(id);

// What is shown: the letter, its form, and the marks of what stands in the panes.
const shown = { letter: null, form: null, web: null, paper: null };

const wanted = new URLSearchParams(location.search);

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const counted = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;

// ---- What is chosen

function showChoice(select, label, options, chosen) {
  const made = options.map(([value, words]) => new Option(words, value, false, value === chosen));
  // One that is open must not be taken away from under the pointer.
  const same = made.length === select.length
    && made.every((option, index) => option.isEqualNode(select[index]));
  if (!same) select.replaceChildren(...made);
  select.value = chosen ?? "";
  label.hidden = options.length < 2 && chosen !== null;
}

function choose(key, value) {
  wanted.set(key, value);
  history.replaceState(null, "", `?${wanted}`);
  refresh();
}

// ---- Findings

const label = (finding) => (finding.severity === "error" ? "Error" : "Warning");
const where = (place) => `${place.file}, line ${place.line}, column ${place.column}`;

// A finding keeps its name when the lines above it change.
const nameOf = (finding) => [finding.code, finding.message, finding.places[0]?.file].join("\n");

function line(of, isMain) {
  const [before, meant, after] = of.parts;
  const words = element("code", { className: "words" }, before);
  if (isMain(of)) words.append(element("mark", {}, meant));
  words.append(after);
  return element("div", { className: "line" },
    element("span", { className: "number" }, String(of.number)), words);
}

function excerpt(place) {
  const hasMark = (of) => of.parts[1] !== "" || of.number === place.line;
  const lines = place.lines.map((of) => line(of, hasMark));
  const parts = [element("h3", {}, where(place))];
  if (place.text !== "") parts.push(element("p", {}, place.text));
  return element("div", { className: "place" }, ...parts,
    element("div", { className: "lines" }, ...lines));
}

function toggle(item, places) {
  const button = item.querySelector("button");
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  item.querySelectorAll(".place").forEach((place) => place.remove());
  if (open) item.append(...places.map(excerpt));
  return open;
}

function follow(item, places) {
  const open = toggle(item, places);
  // Of a letter with errors the pages are those of before, with other places.
  showOnPaper(open && !document.body.classList.contains("old") ? places : []);
}

function item(finding, name) {
  const words = [element("span", { className: "severity" }, `${label(finding)}: `), finding.message];
  const made = element("li", { className: finding.severity });
  made.dataset.name = name;
  const [place] = finding.places;
  if (place) {
    const button = element("button", { type: "button" }, ...words,
      element("span", { className: "where" }, where(place)));
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => follow(made, finding.places));
    made.append(button);
  } else {
    made.append(element("p", { className: "help" }, ...words));
  }
  made.append(...finding.help.map((help) => element("p", { className: "help" }, help)));
  return made;
}

// What was open stays open, and what had the focus keeps it.
function showFindings(findings) {
  const list = find("findings");
  const open = [...list.querySelectorAll("[aria-expanded=true]")]
    .map((button) => button.parentElement.dataset.name);
  const focused = list.contains(document.activeElement)
    ? document.activeElement.parentElement.dataset.name : null;
  const scroll = list.scrollTop;
  const times = new Map();
  list.replaceChildren(...findings.map((finding) => {
    const base = nameOf(finding);
    times.set(base, (times.get(base) ?? 0) + 1);
    const name = `${base}\n${times.get(base)}`;
    const made = item(finding, name);
    if (open.includes(name)) toggle(made, finding.places);
    return made;
  }));
  list.scrollTop = scroll;
  [...list.children].find((made) => made.dataset.name === focused)?.querySelector("button")?.focus();
  find("found-title").textContent = `Findings (${findings.length})`;
  find("none").hidden = findings.length > 0;
}

// ---- The files

const kind = (words) => words.split(",")[0];

function showFiles(sheet, letter, query) {
  // Of a letter with errors there are only the files of before.
  const files = sheet && !letter.old ? sheet.files : [];
  find("files").hidden = files.length === 0;
  find("files-list").replaceChildren(...files.map((file) => element("li", {},
    element("a", { href: `${file.path}?${query}`, download: file.name, title: file.name }, kind(file.words)))));
}

// ---- The web page

const isSameTag = (one, other) => one.nodeType === Node.ELEMENT_NODE
  && one.cloneNode(false).isEqualNode(other.cloneNode(false));

// Makes one tree like another and leaves all alone that is the same: so the browser keeps the place
// that the reader is at, whatever comes or goes above it.
function renew(old, fresh) {
  const [was, is] = [[...old.childNodes], [...fresh.childNodes]];
  let start = 0;
  while (start < was.length && start < is.length && was[start].isEqualNode(is[start])) start += 1;
  let [wasEnd, isEnd] = [was.length, is.length];
  while (wasEnd > start && isEnd > start && was[wasEnd - 1].isEqualNode(is[isEnd - 1])) {
    wasEnd -= 1;
    isEnd -= 1;
  }
  const [gone, come] = [was.slice(start, wasEnd), is.slice(start, isEnd)];
  const pairs = gone.length === come.length && gone.every((node, i) => isSameTag(node, come[i]));
  if (pairs) {
    gone.forEach((node, i) => renew(node, come[i]));
    return;
  }
  const next = was[wasEnd] ?? null;
  gone.forEach((node) => node.remove());
  come.forEach((node) => old.insertBefore(old.ownerDocument.adoptNode(node), next));
}

// A link of the letter leads out of this page only in a window of its own.
function openOutside(event) {
  const link = event.target.closest?.("a[href]");
  if (!link || link.getAttribute("href").startsWith("#")) return;
  event.preventDefault();
  window.open(link.getAttribute("href"), "_blank", "noopener,noreferrer");
}

function load(frame, address) {
  return new Promise((done) => {
    frame.addEventListener("load", () => {
      frame.contentDocument?.addEventListener("click", openOutside);
      done();
    }, { once: true });
    // Not by its src: going back is to leave the page, and not to show an older letter.
    frame.contentWindow.location.replace(address);
  });
}

async function showWeb(sheet, query, isOther) {
  if (!isOther && shown.web === sheet.marks.html) return;
  const [frame, address] = [find("web"), `html?${query}`];
  if (isOther || !frame.contentDocument?.querySelector("main")) {
    await load(frame, address);
  } else {
    const answer = await fetch(address);
    if (!answer.ok) return;
    const window = frame.contentWindow;
    // The frame's own parser: what the letter may have, its style, this page may not.
    const fresh = new window.DOMParser().parseFromString(await answer.text(), "text/html");
    const height = window.scrollY;
    renew(frame.contentDocument.documentElement, fresh.documentElement);
    // A browser that does not keep the place itself at least stays at its height.
    if (!CSS.supports("overflow-anchor", "auto")) window.scrollTo(0, height);
  }
  shown.web = sheet.marks.html;
}

// ---- The pages

let fonts = null;

// The pages are set in the letter's own fonts.
function useFonts(mark) {
  if (mark === fonts) return;
  fonts = mark;
  [...document.fonts].forEach((font) => document.fonts.delete(font));
  const faces = [["normal", "normal"], ["bold", "normal"], ["normal", "italic"], ["bold", "italic"]];
  faces.forEach(([weight, style], face) => {
    const source = `url(font?${new URLSearchParams({ face, mark })})`;
    document.fonts.add(new FontFace("letter", source, { weight, style, display: "block" }));
  });
}

async function showPaper(sheet, query, isOther) {
  if (!isOther && shown.paper === sheet.marks.svg) return;
  const answer = await fetch(`svg?${query}`);
  if (!answer.ok) return;
  const file = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
  const [pages, fresh] = [find("pages"), [...file.querySelectorAll("svg.page")]];
  fresh.forEach((page, index) => {
    page.setAttribute("role", "group");
    page.setAttribute("aria-label", `Page ${index + 1} of ${fresh.length}`);
    const old = pages.children[index];
    // What is selected on a page that stays as it is stays selected.
    if (!old) pages.append(document.adoptNode(page));
    else if (!old.isEqualNode(page)) old.replaceWith(document.adoptNode(page));
  });
  while (pages.children.length > fresh.length) pages.lastElementChild.remove();
  if (isOther) pages.scrollTop = 0;
  shown.paper = sheet.marks.svg;
}

// ---- From the pages to the TOML, and back

// Lays a colour under runs, and takes it from under those of before.
function mark(runs) {
  find("pages").querySelectorAll(".meant").forEach((place) => place.remove());
  runs.forEach((run) => {
    const place = document.createElementNS(run.namespaceURI, "rect");
    const { x, y, width, height } = run.getBBox();
    Object.entries({ x, y, width, height, class: "meant" })
      .forEach(([name, value]) => place.setAttribute(name, value));
    run.closest("text").before(place);
  });
}

// The run that was meant, or what else of its paragraph somebody wrote.
function runOf(node) {
  const element = node?.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const run = element?.closest?.("[data-from]");
  return run ?? element?.closest?.("text")?.querySelector("[data-from]") ?? null;
}

async function showWritten(run) {
  const { file, from, to } = run.dataset;
  const query = new URLSearchParams({ letter: shown.letter, form: shown.form, file, from, to });
  const answer = await fetch(`place?${query}`);
  if (!answer.ok) return;
  find("written-place").replaceChildren(excerpt(await answer.json()));
  find("written").hidden = false;
  find("written").scrollIntoView({ block: "nearest" });
  mark([run]);
}

function hideWritten() {
  find("written").hidden = true;
  mark([]);
}

function clicked(event) {
  openOutside(event);
  // Who has drawn over words wants to copy them.
  const run = event.defaultPrevented || !getSelection().isCollapsed ? null : runOf(event.target);
  if (run) showWritten(run);
}

function pressed(event) {
  const run = event.key === "Enter" ? runOf(getSelection().anchorNode) : null;
  if (run) showWritten(run);
}

function showOnPaper(places) {
  const isMeant = ({ dataset: { file, from, to } }) => places.some((place) => place.file === file
    && Number(from) < Math.max(place.bytes[1], place.bytes[0] + 1) && place.bytes[0] < Number(to));
  const runs = [...find("pages").querySelectorAll("[data-from]")].filter(isMeant);
  mark(runs);
  runs[0]?.scrollIntoView({ block: "center" });
}

// ---- All of it

// The same words again would not be read out.
function say(words) {
  const status = find("status");
  status.textContent = "";
  setTimeout(() => { status.textContent = words; }, 50);
}

function notice(words) {
  const place = find("notice");
  if (place.textContent !== words) place.textContent = words;
  place.hidden = words === "";
}

function noticeOf(letter) {
  const errors = counted(letter.errors, "error");
  if (!letter.old) return "";
  return letter.sheets.length > 0
    ? `Not up to date: the letter has ${errors}. You see it as it last was without.`
    : `There is nothing to be seen yet: the letter has ${errors}.`;
}

async function show(state) {
  const { letters, letter } = state;
  const names = letters.map((of) => [of.name, of.findings === 0
    ? of.name : `${of.name} (${counted(of.findings, "finding")})`]);
  showChoice(find("letter"), find("letter-label"), names, letter?.name ?? null);
  if (!letter) {
    find("letter-label").hidden = letters.length === 0;
    document.body.classList.add("old");
    notice("This letter is not there, or is not watched.");
    return;
  }
  const forms = letter.sheets.map((sheet) => sheet.form);
  const form = forms.includes(wanted.get("form")) ? wanted.get("form") : forms[0] ?? null;
  const words = { letter: "Letter", statement: "Statement" };
  showChoice(find("form"), find("form-label"), forms.map((of) => [of, words[of]]), form);
  find("form-label").hidden = forms.length < 2;
  document.title = `${letter.name} \u2013 peel-letter`;
  // With several the name is among the choices.
  find("title").textContent = letters.length > 1 ? "peel-letter" : letter.name;
  document.body.classList.toggle("old", letter.old);
  notice(noticeOf(letter));
  useFonts(state.fonts);
  showFindings(letter.findings);
  const sheet = letter.sheets.find((of) => of.form === form);
  const isOther = shown.letter !== letter.name || shown.form !== form;
  if (isOther) hideWritten();
  const query = new URLSearchParams({ letter: letter.name, form });
  showFiles(sheet, letter, query);
  if (sheet) {
    // First what takes little to make.
    await showWeb(sheet, query, isOther);
    await showPaper(sheet, query, isOther);
  } else {
    find("pages").replaceChildren();
    find("web").contentDocument?.body.replaceChildren();
    Object.assign(shown, { web: null, paper: null });
  }
  Object.assign(shown, { letter: letter.name, form });
  const found = letter.old ? counted(letter.errors, "error") : counted(letter.findings.length, "finding");
  say(`${letter.old ? "Not updated" : "Updated"}: ${found}`);
}

// One after the other; what comes meanwhile is one more.
let running = null;
let again = false;

async function refresh() {
  if (running) {
    again = true;
    return;
  }
  do {
    again = false;
    const name = wanted.get("letter");
    const query = name === null ? "" : `?${new URLSearchParams({ letter: name })}`;
    running = fetch(`state${query}`).then((answer) => answer.json()).then(show).catch(lost);
    await running;
    running = null;
  } while (again);
}

function lost() {
  document.body.classList.add("old");
  notice("peel-letter has stopped: you see the letter as it last was. Start it again, and open the address that it tells then.");
}

let round = null;

function listen() {
  const events = new EventSource("events");
  events.addEventListener("open", () => { round = null; });
  events.addEventListener("message", (event) => {
    if (event.data === round) return;
    round = event.data;
    refresh();
  });
  events.addEventListener("error", () => {
    lost();
    // Some browsers try again by themselves, and some give up.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
}

find("choice").addEventListener("submit", (event) => event.preventDefault());
find("letter").addEventListener("change", (event) => choose("letter", event.target.value));
find("form").addEventListener("change", (event) => choose("form", event.target.value));
find("pages").addEventListener("click", clicked);
find("pages").addEventListener("keydown", pressed);
find("written-close").addEventListener("click", hideWritten);
listen();
