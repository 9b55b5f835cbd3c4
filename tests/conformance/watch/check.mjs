// Looks at what `peel-letter watch --serve` shows in the folder it is called in, while files there are
// saved: node watch.mjs PROGRAM. Prints what is wrong, and how long a save takes to be seen.
// With PICTURES=FOLDER it leaves pictures of the page there, for a person to look at.
import assert from "node:assert/strict";
import axe from "axe-core";
import { spawn } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

const NAME = "2018-04-16-peel-effectiveness-2017";
const FILE = `data/${NAME}.toml`;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PATIENCE = { timeout: 60_000 };
const SAVES = 20;

// Starts the program, and gives the address that it prints.
async function start(program, words = []) {
  const running = spawn(program, ["watch", "--serve", ...words], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: running.stderr })) {
    const address = line.match(/^serving: (.*)$/)?.[1];
    if (address) {
      running.stderr.resume();
      return { running, address };
    }
  }
  throw new Error("the program has ended");
}

function stop({ running }) {
  return new Promise((done) => {
    running.on("exit", done);
    running.kill("SIGINT");
  });
}

const original = readFileSync(FILE, "utf8");
// The first words of commentary, near the top of the letter.
const [WORDS] = original.match(/(?<=\[overview\]\ntext = '''\n)[^\n]{10,40}/);
const withWords = (words) => original.replace(WORDS, words);

const inFrame = (words) => document.getElementById("web").contentDocument?.body
  ?.textContent.includes(words);
const until = (page, condition, ...values) =>
  page.waitForFunction(condition, { ...PATIENCE, polling: 20 }, ...values);

const untilSeen = (page, words) => until(page, inFrame, words);

const notice = (words) => document.getElementById("notice").textContent.includes(words)
  && !document.getElementById("notice").hidden;
const noNotice = () => document.getElementById("notice").hidden;
const arePagesThere = (words) => document.getElementById("pages").textContent.includes(words);

// The middle of the run on the pages that has these words.
const spotOf = (page, words) => page.evaluate((wanted) => {
  const runs = [...document.querySelectorAll("#pages tspan")];
  const run = runs.find((one) => one.textContent.includes(wanted));
  run.scrollIntoView({ block: "center" });
  const { x, y, width, height } = run.getBoundingClientRect();
  return [x + width / 2, y + height / 2];
}, words);

// How far each run on the pages is drawn from the place and the width that the layout gave it, in
// points, at most.
const drift = () => Math.max(...[...document.querySelectorAll("#pages tspan")].map((run) => {
  const start = run.getStartPositionOfChar(0);
  const width = run.getEndPositionOfChar(run.getNumberOfChars() - 1).x - start.x;
  return Math.max(Math.abs(start.x - run.getAttribute("x")),
    Math.abs(width - run.getAttribute("textLength")));
}));

async function isAccessible(page, what) {
  await page.evaluate(axe.source);
  // The letter in the frame is judged by itself, elsewhere.
  const found = await page.evaluate((tags) => window.axe.run(
    { exclude: [["#web"]] }, { runOnly: tags, iframes: false }), TAGS);
  const say = (rule) => `${what}: ${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).join(", ")}`;
  assert.deepEqual(found.violations.map(say), []);
}

async function doesNotScrollSideways(page, what) {
  for (const width of [320, 800, 1280]) {
    await page.setViewport({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${what}: ${wide} at ${width} px`);
    if (process.env.PICTURES) {
      await new Promise((done) => setTimeout(done, 700));
      await page.screenshot({ path: `${process.env.PICTURES}/${what}-${width}.png`, fullPage: width === 320 });
    }
  }
}

// Another page of the same browser, which even knows the address, reads nothing.
async function fromAnotherPage(browser, address) {
  const other = await browser.newPage();
  await other.goto("data:text/html,<h1>Another page</h1>");
  const read = await other.evaluate((asked) => fetch(asked).then(
    (answer) => `another page reads ${answer.status}`, () => null), `${address}state`);
  await other.close();
  return read ? [read] : [];
}

const program = process.argv[2];
let server = await start(program);
const { address } = server;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // Root in a container has no sandbox.
  args: ["--no-sandbox"],
});

try {
  const page = await browser.newPage();
  const wrong = [];
  page.on("request", (request) => {
    const isOurs = request.url().startsWith(server.address) || /^(data|about):/.test(request.url());
    if (!isOurs) wrong.push(`asks for ${request.url()}`);
  });
  page.on("console", (message) => {
    // That the server is gone for a while is part of this.
    if (!message.text().includes("ERR_")) wrong.push(`says ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`fails with ${error}`));
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(`${address}?letter=${NAME}`);

  // The letter is there, as a web page and on paper.
  await untilSeen(page, WORDS);
  await until(page, arePagesThere, WORDS);
  const names = await page.$$eval("#pages svg", (all) => all.map((one) => one.ariaLabel));
  assert.equal(names[0], `Page 1 of ${names.length}`);
  await page.evaluate(() => document.fonts.ready);
  const loaded = await page.evaluate(() => [...document.fonts].map((font) => font.status));
  assert.ok(loaded.includes("loaded") && !loaded.includes("error"), `${loaded}`);
  const apart = await page.evaluate(drift);
  assert.ok(apart < 0.1, `runs are drawn ${apart} pt from their places`);
  await isAccessible(page, "letter");
  await doesNotScrollSideways(page, "letter");
  await page.setViewport({ width: 1280, height: 800 });

  // Both panes stay where they were scrolled to, though the letter gets longer above.
  await page.evaluate(() => {
    document.getElementById("web").contentWindow.scrollTo(0, 700);
    document.getElementById("pages").scrollTop = 500;
  });
  const places = () => page.evaluate(() => {
    const frame = document.getElementById("web");
    const seen = frame.contentDocument.elementFromPoint(150, 200);
    return {
      seen: [seen.textContent.slice(0, 60), Math.round(seen.getBoundingClientRect().top)],
      pages: document.getElementById("pages").scrollTop,
    };
  });
  await new Promise((done) => setTimeout(done, 200));
  const before = await places();
  assert.ok(before.pages > 0);
  writeFileSync(FILE, withWords(`${"These are new words. ".repeat(20)}\n\nAnd more of them.`));
  await untilSeen(page, "And more of them.");
  await until(page, arePagesThere, "And more of them.");
  const after = await places();
  assert.deepEqual(after.seen[0], before.seen[0], "the same words are seen");
  assert.ok(Math.abs(after.seen[1] - before.seen[1]) <= 2, `they moved: ${before.seen} ${after.seen}`);
  assert.equal(after.pages, before.pages);

  // A click on words shows where they are written, and so does Enter where they were found.
  writeFileSync(FILE, original);
  await untilSeen(page, WORDS);
  await until(page, arePagesThere, WORDS);
  const line = original.slice(0, original.indexOf(WORDS)).split("\n").length;
  const isWritten = (wanted) => document.querySelector("#written:not([hidden]) h3")
    ?.textContent.startsWith(wanted);
  await page.mouse.click(...await spotOf(page, WORDS.split(" ").slice(0, 4).join(" ")));
  await until(page, isWritten, `${FILE}, line ${line}, column `);
  assert.ok((await page.$eval("#written mark", (it) => it.textContent)).startsWith(WORDS));
  await isAccessible(page, "written");
  await page.click("#written-close");
  await page.evaluate((words) => {
    getSelection().removeAllRanges();
    window.find(words);
    document.getElementById("pages").focus();
  }, "Dear Amber");
  await page.keyboard.press("Enter");
  await until(page, isWritten, `${FILE}, line `);
  assert.equal(await page.$eval("#written mark", (it) => it.textContent), "Dear Amber");
  await page.click("#written-close");

  // A finding: a click shows its place in the TOML and on the page, and it stays open over the next
  // save.
  const planted = 'TODO <img src="https://example.org/x.png"> & more';
  writeFileSync(FILE, withWords(planted.replace(/<[^>]*>/, "&lt;b&gt;")));
  await until(page, () => document.querySelector("#findings button")?.textContent.includes("TODO"));
  await page.click("#findings button");
  await until(page, () => document.querySelector("#pages .meant")?.nextElementSibling
    .textContent.includes("TODO"));
  const heading = await page.$eval("#findings .place h3", (it) => it.textContent);
  assert.ok(heading.startsWith(`${FILE}, line ${line}, column `), heading);
  assert.equal(await page.$eval("#findings mark", (it) => it.textContent), "TODO");
  assert.ok((await page.$eval("#findings .lines", (it) => it.textContent)).includes("&lt;b&gt;"));
  await isAccessible(page, "finding");
  await doesNotScrollSideways(page, "finding");
  await page.setViewport({ width: 1280, height: 800 });
  writeFileSync(FILE, `# One line more.\n${withWords("TODO, and what else there is")}`);
  await untilSeen(page, "and what else there is");
  await until(page, (next) => document.querySelector("#findings .place h3")?.textContent.includes(next),
    `line ${line + 1},`);

  // An error: the last good letter stays, and says that it is old. Its words are text, not HTML.
  const key = "<img src=x onerror=alert(1)>";
  writeFileSync(FILE, `"${key}" = 1\n${withWords("These are not seen")}`);
  await until(page, notice, "Not up to date: the letter has 1 error");
  assert.ok(await page.evaluate(inFrame, "and what else there is"));
  assert.ok((await page.$eval("#findings", (it) => it.textContent)).includes(key));
  assert.equal(await page.$$eval("#findings img", (all) => all.length), 0);
  await page.click("#findings .error button");
  await isAccessible(page, "error");
  await doesNotScrollSideways(page, "error");
  await page.setViewport({ width: 1280, height: 800 });
  writeFileSync(FILE, withWords("All is well again"));
  await until(page, noNotice);
  await untilSeen(page, "All is well again");

  // Both forms, and other letters.
  const other = "2024-09-09-exampleshire-peel-2023-25";
  await page.select("#letter", other);
  await until(page, () => !document.getElementById("form-label").hidden);
  await until(page, (name) => document.title.startsWith(name), other);
  await page.select("#form", "statement");
  await until(page, () => document.getElementById("web").contentWindow.location.search.includes("statement"));
  await page.select("#letter", NAME);
  await untilSeen(page, "All is well again");

  // From the save to the words on the screen.
  const times = [];
  for (let save = 0; save < SAVES; save += 1) {
    const words = `This is the save number ${save}.`;
    writeFileSync(`${FILE}.new`, withWords(words));
    const seen = page.evaluate((wanted) => new Promise((done) => {
      const look = () => {
        const body = document.getElementById("web").contentDocument?.body;
        if (body?.textContent.includes(wanted)) requestAnimationFrame(() => done(Date.now()));
        else requestAnimationFrame(look);
      };
      look();
    }), words);
    await page.evaluate(() => 0);
    const saved = Date.now();
    renameSync(`${FILE}.new`, FILE);
    times.push((await seen) - saved);
    await until(page, arePagesThere, words);
  }
  times.sort((a, b) => a - b);
  console.log(`from the save to the words on the screen: ${times[SAVES / 2]} ms (median of ${SAVES}), `
    + `${times[SAVES - 1]} ms at most`);

  // The server goes, and comes back at another address that nobody can guess.
  assert.equal(await stop(server), 0);
  await until(page, notice, "peel-letter has stopped");
  writeFileSync(FILE, withWords("Here I am again"));
  server = await start(program);
  assert.notEqual(server.address, address);
  wrong.push(...await fromAnotherPage(browser, server.address));
  await page.goto(`${server.address}?letter=${NAME}`);
  await untilSeen(page, "Here I am again");
  assert.deepEqual(wrong, []);
} finally {
  writeFileSync(FILE, original);
  await browser.close();
  await stop(server);
}
