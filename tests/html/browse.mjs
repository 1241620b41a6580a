// Uses the HTML report as a person does, in real Chromium, and checks it with axe.
//
// Usage: node browse.mjs HTML_FOLDER MODULES SCREENSHOTS
// MODULES is a folder with node_modules/{playwright-core,axe-core}; CHROMIUM names the browser, /usr/bin/chromium else.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const [folder, modules, shots] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(`${modules}/`);
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const browser = await launch(modules);
// The policy of the pages forbids foreign scripts; axe is one, so it alone may bypass it.
const context = await browser.newContext({ bypassCSP: false, viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const complaints = [];
const requests = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("request", (request) => request.url().startsWith("file:") || requests.push(request.url()));

const index = pathToFileURL(`${folder}/index.html`).href;
await page.goto(index);
const rows = page.locator(".heatmap tbody tr");
const all = await rows.count();
assert.ok(all > 10, `${all} statements are listed`);
await page.screenshot({ path: `${shots}/portfolio.png`, fullPage: true });

// Filter: by words, then by what is missing.
await page.getByLabel("Search").fill("llp");
const shown = await page.locator(".heatmap tbody tr").count();
assert.ok(shown > 0 && shown < all, `${shown} of ${all} hold "llp"`);
assert.equal(await page.locator("output").textContent(), `${shown} of ${all} shown`);
await page.getByLabel("Search").fill("");
await page.getByLabel("Mandatory").selectOption("missing");
for (const row of await page.locator(".heatmap tbody tr").all()) {
  assert.equal(await row.getAttribute("data-missing"), "yes");
}
await page.getByLabel("Mandatory").selectOption("");

// Sort by quality: the worst first.
await page.locator("thead th", { hasText: "Quality" }).getByRole("button").click();
const column = await page.locator(".heatmap").first().locator("tbody tr td:nth-child(4)").allTextContents();
const numbers = column.map(Number);
assert.deepEqual(numbers, [...numbers].sort((one, other) => one - other), "ascending");

// Open the worst, and go from a quote to its place in the text.
await rows.first().getByRole("link").click();
await page.waitForURL(/statements\//);
await page.screenshot({ path: `${shots}/statement.png`, fullPage: true });
const quote = page.locator("figure.quote").first();
const words = await quote.locator("blockquote").textContent();
await quote.getByRole("link", { name: "in the text" }).click();
const target = page.locator(":target");
assert.equal((await target.textContent()).trim(), words.trim());
assert.ok(await target.isVisible());
const sources = await page.getByRole("link", { name: "in the source" }).all();
assert.ok(sources.length > 0, "quotes lead into the source");
assert.match(await sources[0].getAttribute("href"), /^(https?|file):\/\//);

// Print it.
const pdf = await page.pdf({ path: `${shots}/statement.pdf`, preferCSSPageSize: true });
assert.ok(pdf.length > 5_000 && statSync(`${shots}/statement.pdf`).size === pdf.length);
assert.deepEqual(complaints, [], "the console is quiet");
assert.deepEqual(requests, [], "nothing is asked from outside");
const statement = page.url();

// Readable without scripts.
const plain = await browser.newContext({ javaScriptEnabled: false });
const still = await plain.newPage();
await still.goto(index);
assert.equal(await still.locator(".heatmap tbody tr").count(), all);
assert.equal(await still.locator(".filters").isVisible(), false, "filters that cannot work are not shown");

// No serious violation of accessibility, in light and in dark.
for (const colorScheme of ["light", "dark"]) {
  const checked = await browser.newContext({ bypassCSP: true, colorScheme });
  const inspected = await checked.newPage();
  for (const url of [index, statement]) {
    await inspected.goto(url);
    await inspected.evaluate(axe);
    const { violations } = await inspected.evaluate(() => globalThis.axe.run());
    const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    const told = grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html).join(" ")}`);
    assert.deepEqual(told, [], `${colorScheme} ${url}`);
    if (colorScheme === "dark") await inspected.screenshot({ path: `${shots}/dark-${url === index ? "portfolio" : "statement"}.png` });
  }
}
await browser.close();
console.log(`${all} statements: filtered, sorted, opened, followed, printed; no complaint, no request, no serious violation`);
