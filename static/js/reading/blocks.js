// The parts of the form: all of them where they fit the window, else one at a time with an outline.

import { around, every, one } from "../dom.js";

// From the roomiest to the densest; the last one stays when nothing fits, and the page scrolls.
const LAYOUTS = [
  { all: true, dense: false },
  { all: true, dense: true },
  { all: false, dense: false },
  { all: false, dense: true },
];

/** @typedef {typeof LAYOUTS[number]} Layout */

/** @type {Record<string, boolean>} keys that the browser itself moves by */
const LEADS_ON = { Tab: true };

const root = () => one(".blocks");
const outline = () => one(".outline");

/** Show a part, before the cursor goes there. @param {HTMLElement} block */
export function showBlock(block) {
  if (block.hasAttribute("data-current")) {
    return;
  }
  for (const other of root().querySelectorAll("[data-current], [data-next]")) {
    other.removeAttribute("data-current");
    other.removeAttribute("data-next");
  }
  block.setAttribute("data-current", "");
  for (const link of every("[data-part]", outline())) {
    if (link.dataset.part === block.id) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

/** @param {Layout} layout */
function put({ all, dense }) {
  root().dataset.layout = all ? "all" : "one";
  root().toggleAttribute("data-dense", dense);
  outline().hidden = all;
}

/**
 * Choose the roomiest layout in which the longest part ends inside the window.
 *
 * @param {HTMLElement} current @param {HTMLElement} longest
 */
function fit(current, longest) {
  showBlock(longest);
  for (const layout of LAYOUTS) {
    put(layout);
    if (root().getBoundingClientRect().bottom + scrollY <= innerHeight) {
      break;
    }
  }
  showBlock(current);
}

/**
 * Keep the layout right whatever becomes of the window, and lead the cursor from part to part.
 *
 * @param {Desk} desk
 */
export function fitBlocks(desk) {
  const { cells, form } = desk;
  const blocks = [...cells.byBlock.keys()];
  const rows = (/** @type {HTMLElement} */ block) => block.querySelectorAll("tr").length;
  const longest = blocks.reduce((one, other) => (rows(other) > rows(one) ? other : one));
  const refit = () => fit(desk.current.block, longest);

  let seen = "";
  new ResizeObserver(() => {
    const size = `${form.clientWidth} ${innerHeight}`;
    if (size !== seen) {
      seen = size;
      refit();
    }
  }).observe(form);
  window.addEventListener("resize", refit);
  refit();

  form.addEventListener("focusin", (event) => {
    const cell = cells.byInput.get(event.target);
    if (cell) {
      showBlock(cell.block);
    }
  });
  // The Tab key finds only what is shown: the part behind the edge must be, when it is pressed there.
  form.addEventListener("keydown", (event) => {
    const cell = cells.byInput.get(event.target);
    const next = cell && LEADS_ON[event.key] && cells.all[cell.index + (event.shiftKey ? -1 : 1)];
    if (next && next.block !== cell.block) {
      next.block.setAttribute("data-next", "");
    }
  });
  outline().addEventListener("click", (event) => {
    const id = around(event, "[data-part]")?.dataset.part;
    const inside = cells.all.filter(({ block }) => block.id === id);
    if (inside.length) {
      event.preventDefault();
      desk.focus(inside.find((cell) => cells.isEmpty(cell)) ?? inside[0]);
    }
  });
}
