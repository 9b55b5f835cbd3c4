// Opens web pages in Chromium as a telephone and a desk show them: node check.mjs FILE...
// Prints what axe-core finds against WCAG 2.2 AA and its own best practice, and what else a page must
// not do: reach for another file, scroll sideways, or cut text off.
import axe from "axe-core";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const WIDTHS = [320, 1280];
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// What a reader may set, and must lose nothing by (WCAG 2.2, 1.4.12).
const TEXT_SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;

// What axe-core finds wrong, and what it cannot tell.
async function accessibility(page) {
  // The page forbids all scripts; this one comes from outside it.
  await page.evaluate(axe.source);
  return page.evaluate(async (tags) => {
    const found = await window.axe.run(document, { runOnly: tags, elementRef: true });
    // Cells that are scrolled out of the frame of their table have the colours of those in sight.
    const outOfSight = (rule, node) => rule.id === "color-contrast" && node.element.closest(".table");
    const say = (word, rule, nodes) =>
      nodes.map((node) => `${word} ${rule.id}: ${rule.help}: ${node.target.join(" ")}`);
    return [
      ...found.violations.flatMap((rule) => say("axe", rule, rule.nodes)),
      ...found.incomplete.flatMap((rule) =>
        say("axe cannot tell", rule, rule.nodes.filter((node) => !outOfSight(rule, node)))),
    ];
  }, TAGS);
}

// What stands out at the right of the page; a table may, in a frame that can be scrolled.
function tooWide() {
  const width = document.documentElement.clientWidth;
  const wide = document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [];
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (box.right > width + 1 && !element.parentElement.closest(".table")) {
      wide.push(`reaches to ${Math.round(box.right)}: ${element.outerHTML.slice(0, 80)}`);
    }
  }
  return wide;
}

// What is cut off by a box with a height or a width of its own.
function clipped() {
  const isCut = (element) => {
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    const { overflowX, overflowY } = getComputedStyle(element);
    return (hides(overflowX) && element.scrollWidth > element.clientWidth)
      || (hides(overflowY) && element.scrollHeight > element.clientHeight);
  };
  const cut = [...document.body.querySelectorAll("*")].filter(isCut);
  return cut.map((element) => `cut off: ${element.outerHTML.slice(0, 80)}`);
}

// The images that are not there.
function missing() {
  const images = [...document.images].filter((image) => image.naturalWidth === 0);
  return images.map((image) => `an image is not shown: ${image.alt}`);
}

// Every address that a page asks for, beside itself and what it holds.
function requests(page, url) {
  const asked = [];
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) {
      asked.push(`asks for ${request.url()}`);
    }
  });
  return asked;
}

async function problems(browser, file, width) {
  const page = await browser.newPage();
  const url = pathToFileURL(resolve(file)).href;
  const asked = requests(page, url);
  await page.setViewport({ width, height: 800 });
  await page.goto(url, { waitUntil: "load" });
  const found = [...(await accessibility(page))];
  found.push(...(await page.evaluate(tooWide)), ...(await page.evaluate(missing)));
  await page.addStyleTag({ content: TEXT_SPACING });
  const spaced = [...(await page.evaluate(tooWide)), ...(await page.evaluate(clipped))];
  found.push(...spaced.map((problem) => `with the text spacing of 1.4.12: ${problem}`), ...asked);
  await page.close();
  return found;
}

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // Root in a container has no sandbox.
  args: ["--no-sandbox"],
});
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const width of WIDTHS) {
    const found = await problems(browser, file, width);
    found.forEach((problem) => console.log(`${file} at ${width} px: ${problem}`));
    wrong += found.length;
  }
}
await browser.close();
process.exit(wrong === 0 ? 0 : 1);
