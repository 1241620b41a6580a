// The links of evidence.csv and of the report, followed in real Chromium: each opens the page where its sentence stands.
//
// Usage: node fragments.mjs AVOWAL STATEMENTS MODULES WORK
// STATEMENTS is a folder of folders with statement.html; they are served from this machine alone.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, rowsOf } from "./browser.mjs";

const [avowal, statements, modules, work] = process.argv.slice(2).map((path) => resolve(path));
const names = readdirSync(statements).filter((name) => existsSync(join(statements, name, "statement.html"))).sort();
const server = createServer((request, response) => {
  const name = decodeURIComponent(request.url.slice(1)).replace(/\.html$/, "");
  if (!names.includes(name)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": "text/html" }).end(readFileSync(join(statements, name, "statement.html")));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const base = `http://127.0.0.1:${server.address().port}`;
const run = join(work, "fragments");
const child = spawn(avowal, ["assess", ...names.map((name) => `${base}/${name}.html`), "-o", run, "--overwrite", "--quiet",
  "--format", "csv,html", "--allow-private"], { stdio: "inherit", env: { ...process.env, XDG_CACHE_HOME: join(work, "cache") } });
const [code] = await once(child, "exit");
assert.equal(code, 0, "all pages are read");

const browser = await launch(modules);
const context = await browser.newContext({ viewport: { width: 1280, height: 500 } });

// Whether the sentence stands in the window, and how far the page was scrolled.
const seen = (page, words) => page.evaluate((wanted) => {
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const start = squeezed(wanted.split(" | ")[0]).slice(0, 40);
  const holding = [...document.body.querySelectorAll("*")].filter((one) =>
    squeezed(one.textContent).includes(start) && ![...one.children].some((child) => squeezed(child.textContent).includes(start)));
  const inside = holding.some((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  // Where a closed tab hides the sentence, no browser can show it.
  const hidden = holding.length > 0 && holding.every((one) => one.getClientRects().length === 0);
  return { found: holding.length > 0, hidden, inside, scrolled: scrollY };
}, words);

const evidence = rowsOf(readFileSync(join(run, "evidence.csv"), "utf8")).filter((row) => row.counts === "true");
const links = new Map();
for (const row of evidence) {
  assert.match(row.link, /^http:\/\/127\.0\.0\.1:\d+\/[a-z-]+\.html#:~:text=/);
  links.set(row.link, row.text);
}
let jumped = 0, behind = 0;
const lost = [];
const sample = [...links].filter((_, place) => place % Math.ceil(links.size / 120) === 0);
for (const [link, words] of sample) {
  // A page of its own: within one page, a browser does not follow a fragment again.
  const page = await context.newPage();
  await page.goto(link);
  await page.waitForTimeout(30);
  const { found, hidden, inside, scrolled } = await seen(page, words);
  behind += hidden;
  if (!hidden && (!found || !inside)) lost.push(`${link}\n  ${words}`);
  jumped += scrolled > 0;
  await page.close();
}
console.log(`${sample.length} links followed, ${jumped} jumped below the first screen, ${behind} stand in a closed tab, ${lost.length} missed their sentence`);
if (lost.length) console.log(lost.join("\n"));
assert.ok(jumped > sample.length / 2, "most sentences stand below the first screen, and are jumped to");
assert.ok(lost.length <= sample.length * 0.05, "links lead to their sentences");

// The same from the report: a click on "in the source".
const page = await context.newPage();
await page.goto(pathToFileURL(join(run, "html", "index.html")).href);
await page.locator(".heatmap tbody a").last().click();
const training = page.locator("article", { hasText: "Training on" }).locator("figure").first();
const words = await training.locator("blockquote").textContent();
await training.getByRole("link", { name: "in the source" }).click();
await page.waitForURL(/127\.0\.0\.1/);
await page.waitForTimeout(100);
const { inside, scrolled } = await seen(page, words);
assert.ok(inside && scrolled > 0, `the report leads to "${words}"`);
await browser.close();
server.close();
