"use strict";
// Filters and sorts the tables of statements. Without it, everything is still there to read.
(() => {
  const form = document.querySelector(".filters");
  const tables = [...document.querySelectorAll(".heatmap")];
  if (!form || tables.length === 0) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const rows = tables.flatMap((table) => [...table.tBodies[0].rows]);
  for (const row of rows) row.words = row.cells[0].textContent.toLowerCase();
  const status = form.querySelector("output");

  const filter = () => {
    const wanted = (name) => (form.elements[name] ? form.elements[name].value : "");
    const text = wanted("text").trim().toLowerCase();
    const sector = wanted("sector"), country = wanted("country");
    const mandatory = wanted("mandatory"), warning = wanted("warning");
    let shown = 0;
    for (const row of rows) {
      const fits = (!text || row.words.includes(text)) &&
        (!sector || row.dataset.sector === sector) &&
        (!country || row.dataset.country === country) &&
        (!mandatory || (row.dataset.missing === "yes") === (mandatory === "missing")) &&
        (!warning || row.dataset.warnings.includes(` ${warning} `));
      row.hidden = !fits;
      shown += fits;
    }
    status.textContent = `${shown} of ${rows.length} shown`;
  };
  form.addEventListener("input", filter);
  filter();

  const ranks = ["not met", "absent", "cannot tell", "mentioned", "partial", "not applicable", "specific", "evidenced", "met"];
  const value = (row, column, kind) => {
    const cell = row.cells[column];
    if (kind === "rank") return ranks.indexOf(cell.querySelector(".hidden").textContent);
    if (kind === "number") {
      const [part, whole] = cell.textContent.split("/").map(Number);
      return whole ? part / whole : part || 0;
    }
    return cell.textContent.toLowerCase();
  };
  for (const table of tables) {
    for (const [column, head] of [...table.tHead.rows[0].cells].entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const kind = head.dataset.sort, way = down ? -1 : 1;
        const sorted = [...table.tBodies[0].rows].map((row) => [value(row, column, kind), row]);
        sorted.sort(([one], [other]) => way * (one < other ? -1 : one > other ? 1 : 0));
        table.tBodies[0].append(...sorted.map(([, row]) => row));
      });
    }
  }
})();
