"use strict";
// Filters and sorts the tables of statements, and lays rows out as the reader comes to them. Without it, everything is
// still there to read.
(() => {
  const STEP = 150;
  const form = document.querySelector(".filters");
  const tables = [...document.querySelectorAll(".heatmap")];
  if (!form || tables.length === 0) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  const status = form.querySelector("output");

  // Of each table all rows in their present order, those that fit the filter, and how many of these are laid out.
  const views = tables.map((table) => {
    const body = table.tBodies[0], rows = [...body.rows];
    for (const row of rows) row.words = row.cells[0].textContent.toLowerCase();
    return { table, body, rows, fitting: rows, limit: STEP };
  });
  const show = (view) => {
    const next = view.fitting.slice(0, view.limit);
    for (const row of next) row.className = "";
    view.body.replaceChildren(...next);
  };
  const showMore = (view) => {
    if (view.limit >= view.fitting.length) return;
    const next = view.fitting.slice(view.limit, view.limit + STEP);
    for (const row of next) row.className = "";
    view.body.append(...next);
    view.limit += STEP;
  };
  for (const view of views) {
    const scroll = view.table.closest(".scroll");
    scroll.addEventListener("scroll", () => {
      if (scroll.scrollTop + 2 * scroll.clientHeight > scroll.scrollHeight) showMore(view);
    }, { passive: true });
  }
  // On paper, all of it.
  addEventListener("beforeprint", () => {
    for (const view of views) {
      view.limit = view.rows.length;
      show(view);
    }
  });

  const filter = () => {
    const wanted = (name) => (form.elements[name] ? form.elements[name].value : "");
    const text = wanted("text").trim().toLowerCase();
    const sector = wanted("sector"), country = wanted("country");
    const mandatory = wanted("mandatory"), warning = wanted("warning");
    let shown = 0, all = 0;
    for (const view of views) {
      view.fitting = view.rows.filter((row) =>
        (!text || row.words.includes(text)) &&
        (!sector || row.dataset.sector === sector) &&
        (!country || row.dataset.country === country) &&
        (!mandatory || (row.dataset.missing === "yes") === (mandatory === "missing")) &&
        (!warning || row.dataset.warnings.includes(` ${warning} `)));
      view.limit = STEP;
      shown += view.fitting.length;
      all += view.rows.length;
      show(view);
      view.table.closest(".scroll").scrollTop = 0;
      view.table.classList.toggle("empty", view.fitting.length === 0);
    }
    status.textContent = shown === 0 ? "No statement fits" : `${shown} of ${all} shown`;
  };
  form.addEventListener("input", filter);
  filter();

  const ranks = ["not met", "absent", "cannot tell", "mentioned", "partial", "not applicable", "specific", "evidenced", "met"];
  const value = (row, column, kind) => {
    const text = row.cells[column].textContent;
    if (kind === "rank") return ranks.indexOf(text);
    if (kind === "share") {
      const [part, whole] = text.split("/").map(Number);
      return whole ? part / whole : 0;
    }
    if (kind === "number") return text === "" ? -1 : Number(text);
    return text.toLowerCase();
  };
  for (const view of views) {
    const heads = [...view.table.tHead.rows[0].cells];
    for (const [column, head] of heads.entries()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const kind = head.dataset.sort, way = down ? -1 : 1;
        const sorted = view.rows.map((row) => [value(row, column, kind), row]);
        sorted.sort(([one], [other]) => way * (one < other ? -1 : one > other ? 1 : 0));
        view.rows = sorted.map(([, row]) => row);
        filter();
      });
    }
    // What a cell is about, where the pointer rests on it.
    view.body.addEventListener("mouseover", ({ target }) => {
      const cell = target.closest("td.c");
      if (!cell || cell.title) return;
      const machine = cell.dataset.machine;
      cell.title = `${heads[cell.cellIndex].title}: ${cell.textContent}` +
        (machine ? `, reviewed; the program said ${machine}` : "");
    });
  }
})();
