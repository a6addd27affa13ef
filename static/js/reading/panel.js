// The panel beside the form: what the site under the cursor takes, and what the server remarked.

import { setSaveState } from "../save-state.js";
import { siteOf } from "./cells.js";

const byId = (id) => document.getElementById(id);

/** Show name, range and scale of a cell's site. */
export function showSite(cell, step) {
  const site = siteOf(cell);
  byId("site-name").textContent = site.label;
  const reason = cell.td.dataset.state === "reason" ? `, not scorable: ${cell.input.value}` : "";
  byId("site-range").textContent = `0 to ${site.max} in steps of ${step}${reason}`;
  byId("site-note").textContent = site.note;
  byId("site-note").hidden = !site.note;
  for (const scale of document.querySelectorAll("[data-scale]")) {
    scale.open = scale.dataset.scale === site.feature;
  }
}

/** Say something about the last key: "error" or "info". */
export function say(text, kind = "error") {
  const line = byId("reading-message");
  line.dataset.kind = kind;
  line.textContent = text;
}

/** Show how many cells have an entry, in all and in the blocks where that has changed. */
export function showCounts(cells) {
  byId("reading-progress").value = cells.entered;
  byId("reading-count").textContent = `${cells.entered} of ${cells.all.length}`;
  for (const [block, tally] of cells.takeChanged()) {
    const text = `${tally.entered}/${tally.cells}`;
    const part = document.querySelector(`[data-part="${CSS.escape(block.id)}"]`);
    block.querySelector("[data-block-count]").textContent = text;
    part.querySelector("[data-part-count]").textContent = text;
    part.toggleAttribute("data-full", tally.entered === tally.cells);
  }
}

/** Show the state of saving, with how many entries wait. */
export function showState(state, unsaved) {
  const text = state === "offline" ? `No connection: ${unsaved} not saved yet` : undefined;
  setSaveState(byId("reading-state"), state, text);
}

/** Show what the server computed from all scores: hints, and totals where the protocol shows them. */
export function showAnswer({ hints, totals }) {
  const box = byId("reading-hints");
  box.hidden = !hints.length;
  box.querySelector("ul").replaceChildren(
    ...hints.map(({ message }) => {
      const line = document.createElement("li");
      line.textContent = message;
      return line;
    }),
  );
  for (const { key, columns } of totals) {
    const row = document.querySelector(`[data-total="${CSS.escape(key)}"]`);
    columns.forEach(({ sum, n }, index) => {
      const field = row.cells[index + 1];
      field.textContent = sum ?? "–";
      field.title = `${n} of ${field.dataset.sites} sites`;
    });
  }
}

/** List a cell that two tabs filled differently, with a button that takes this tab's entry. */
export function showConflict(label, mine, theirs, useMine) {
  const list = byId("reading-conflicts");
  const line = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button-link";
  button.textContent = `Use ${mine || "empty"}`;
  button.addEventListener("click", () => {
    useMine();
    line.remove();
    list.hidden = !list.children.length;
  });
  line.append(
    `${label}: another tab saved ${theirs || "nothing"}, you entered ${mine || "nothing"}. `,
    button,
  );
  list.append(line);
  list.hidden = false;
}
