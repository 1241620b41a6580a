// A large portfolio in real Chromium: quick to open, filtered by sector and country, the worst first and explained.
//
// Usage: node portfolio.mjs RUN MODULES SCREENSHOTS
// RUN holds a run over what write_portfolio.py writes, with --format csv,html.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, rowsOf } from "./browser.mjs";

const [run, modules, shots] = process.argv.slice(2).map((path) => resolve(path));
const statements = rowsOf(readFileSync(join(run, "statements.csv"), "utf8"));
const file = join(run, "html", "index.html");
const bytes = statSync(file).size;
assert.ok(bytes < 30e6, `${bytes} bytes`);
const browser = await launch(modules);
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const complaints = [];
page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));
const began = Date.now();
await page.goto(pathToFileURL(file).href);
await page.locator("output").filter({ hasText: "shown" }).waitFor();
const usable = Date.now() - began;
const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);

const output = page.locator("output");
const rows = page.locator(".heatmap tbody tr");
assert.equal(await output.textContent(), `${statements.length} of ${statements.length} shown`);
assert.ok(await rows.count() <= 150, "rows are laid out as the reader comes to them");
if (statements.length > 150) {
  const before = await rows.count();
  await page.locator(".scroll").filter({ has: page.locator(".heatmap") }).evaluate((one) => { one.scrollTop = one.scrollHeight; });
  await page.waitForFunction((count) => document.querySelectorAll(".heatmap tbody tr").length > count, before);
}

// The worst five stand first: the order that the tables give, too.
const missing = (row) => row.mandatory_total - row.mandatory_met - row.mandatory_unknown;
const worst = [...statements].sort((one, other) => missing(other) - missing(one) || one.quality - other.quality).slice(0, 5);
const shown = await page.locator(".heatmap tbody tr").evaluateAll((rows) => rows.slice(0, 5).map((row) => [row.cells[2].textContent, Number(row.cells[3].textContent)]));
assert.deepEqual(shown, worst.map((row) => [`${row.mandatory_met}/${row.mandatory_total}`, Math.round(row.quality)]));

// Filtered by sector and country, as SQL would count.
const timed = Date.now();
const [sector, country] = ["Textiles", "AU"];
await page.getByLabel("Sector").selectOption(sector);
await page.getByLabel("Country").selectOption(country);
const filtered = Date.now() - timed;
const expected = statements.filter((row) => row["manifest.sector"] === sector && row["manifest.country"] === country);
assert.equal(await output.textContent(), `${expected.length} of ${statements.length} shown`);
await page.getByLabel("Search").fill("no such company");
assert.equal(await output.textContent(), "No statement fits");
await page.screenshot({ path: join(shots, "portfolio-empty.png") });
await page.getByLabel("Search").fill("");
await page.getByLabel("Sector").selectOption("");
await page.getByLabel("Country").selectOption("");

// Sorted by a criterion, the lowest first.
await page.locator("thead th", { hasText: "training" }).getByRole("button").click();
const sorted = await rows.evaluateAll((rows) => rows.slice(0, 20).map((row) => row.cells[11].textContent));
const least = Math.min(20, statements.filter((row) => row["level.training"] === "absent").length);
assert.ok(least > 0 && sorted.slice(0, least).every((word) => word === "absent"), sorted.join());

// The worst statement's page shows why.
await page.locator("thead th", { hasText: "Mandatory" }).getByRole("button").click();
await rows.first().getByRole("link").click();
await page.waitForURL(/statements\//);
assert.ok(await page.locator(".criterion.missing").count() > 0);
await page.getByText("To ask.").first().waitFor();
await page.screenshot({ path: join(shots, "portfolio-worst.png"), fullPage: true });
assert.deepEqual(complaints, [], "the console is quiet");
await browser.close();
console.log(`${statements.length} statements, ${(bytes / 1e6).toFixed(1)} MB: first paint ${Math.round(paint)} ms, usable ${usable} ms, filtered ${filtered} ms`);
