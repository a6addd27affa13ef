// The drawn hand or foot beside the form: where the cursor is, and what its time point scores where.
// Scores are said by the cells themselves, so nothing here is a live region.

import { around, every, one } from "../dom.js";

const LEVELS = 9;
/** @type {Record<string, Way>} */
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** @typedef {[right: number, down: number]} Way a direction */

/**
 * A site as it is drawn: its link, its name and the figure that it belongs to.
 *
 * @typedef {object} Drawn
 * @property {SVGAElement} link
 * @property {HTMLElement} figure
 * @property {string} item
 * @property {string} name
 * @property {number} max
 * @property {SVGTextElement} text
 * @property {number} x
 * @property {number} y
 */

/** @param {SVGAElement} link @param {HTMLElement} figure @returns {Drawn} */
function siteFrom(link, figure) {
  const shape = /** @type {SVGEllipseElement} */ (link.querySelector("ellipse"));
  return {
    link,
    figure,
    item: link.dataset.item ?? "",
    name: link.dataset.name ?? "",
    max: Number(link.dataset.max),
    text: /** @type {SVGTextElement} */ (link.querySelector("text")),
    x: shape.cx.baseVal.value,
    y: shape.cy.baseVal.value,
  };
}

class Diagrams {
  /** @param {Desk} desk @param {HTMLElement} root */
  constructor(desk, root) {
    this.desk = desk;
    this.says = root.dataset;
    this.figures = every("[data-diagram]", root);
    this.sites = this.figures.flatMap((figure) => {
      const links = /** @type {NodeListOf<SVGAElement>} */ (figure.querySelectorAll("[data-item]"));
      return [...links].map((link) => siteFrom(link, figure));
    });
    this.byItem = new Map(this.sites.map((site) => [site.item, site]));
    this.column = 0;
    /** @type {HTMLElement | null} */
    this.figure = null;
    /** @type {Drawn | null} */
    this.current = null;
    /** @type {Drawn | null} the stop of the Tab key */
    this.stop = null;
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("keydown", (event) => this.onKey(event));
  }

  /**
   * Follow the cursor: its figure, the scores of its time point, and its site lit up.
   *
   * @param {Cell} cell
   */
  follow(cell) {
    const site = this.byItem.get(cell.site.code) ?? null;
    const figure = site?.figure ?? null;
    const turned = figure !== this.figure || cell.column !== this.column;
    this.column = cell.column;
    if (figure !== this.figure) {
      this.figure = figure;
      for (const other of this.figures) {
        other.hidden = other !== figure;
      }
    }
    if (turned && figure) {
      const letter = one("[data-diagram-column]", figure);
      letter.hidden = false;
      one("strong", letter).textContent = this.desk.cells.columnOf(cell);
      this.inFigure().forEach((other) => this.show(other));
    }
    this.current?.link.removeAttribute("data-current");
    this.current = site;
    site?.link.setAttribute("data-current", "");
    this.rove(site);
  }

  inFigure() {
    return this.sites.filter(({ figure }) => figure === this.figure);
  }

  /** Let one site of the figure be the stop of the Tab key. @param {Drawn | null} chosen */
  rove(chosen) {
    if (chosen && chosen !== this.stop) {
      for (const { link } of this.inFigure()) {
        link.setAttribute("tabindex", "-1");
      }
      chosen.link.setAttribute("tabindex", "0");
      this.stop = chosen;
    }
  }

  /**
   * Show what the cell of a site has, if its time point is the one that is shown.
   *
   * @param {Cell} cell
   */
  onCell(cell) {
    const site = this.byItem.get(cell.site.code);
    if (site && site.figure === this.figure && cell.column === this.column) {
      this.show(site);
    }
  }

  /** @param {Drawn} site */
  show({ item, name, max, link, text }) {
    const { input, td } = this.desk.cells.named(`${item}@${this.column}`);
    const score = Number(input.value);
    const isScore = input.value !== "" && Number.isFinite(score) && td.dataset.state !== "invalid";
    const kind = isScore ? "score" : td.dataset.state === "reason" ? "reason" : "empty";
    text.textContent = { score: input.value, reason: "–", empty: "" }[kind];
    link.dataset.kind = kind;
    const level = Math.min(LEVELS, Math.round((LEVELS * score) / max));
    link.dataset.level = isScore ? String(level) : "";
    const says = this.says[{ score: "sayScore", reason: "sayReason", empty: "sayEmpty" }[kind]] ?? "";
    link.setAttribute(
      "aria-label",
      says
        .replace("{site}", name)
        .replace("{score}", input.value)
        .replace("{max}", String(max))
        .replace("{reason}", input.value),
    );
  }

  /** @param {Event} event */
  onClick(event) {
    const item = around(event, "[data-item]")?.dataset.item;
    const cell = this.desk.cells.byName.get(`${item}@${this.column}`);
    if (cell) {
      event.preventDefault();
      this.desk.focus(cell);
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const way = ARROWS[event.key];
    const from = way && this.byItem.get(around(event, "[data-item]")?.dataset.item ?? "");
    if (from) {
      event.preventDefault();
      const next = nearest(from, this.inFigure(), way);
      if (next) {
        this.rove(next);
        next.link.focus();
      }
    }
  }
}

/**
 * The site that lies nearest in a direction; what lies aside of it counts as farther away.
 *
 * @param {Drawn} from @param {Drawn[]} sites @param {Way} way
 */
function nearest(from, sites, [right, down]) {
  /** @type {Drawn | null} */
  let best = null;
  let least = Infinity;
  for (const site of sites) {
    const [dx, dy] = [site.x - from.x, site.y - from.y];
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    const far = ahead + 2 * aside;
    if (ahead > 1 && aside < 3 * ahead && far < least) {
      [best, least] = [site, far];
    }
  }
  return best;
}

/**
 * Let the diagrams of the page follow the form; does nothing for an instrument without any.
 *
 * @param {Desk} desk
 */
export function showDiagrams(desk) {
  const root = document.getElementById("reading-diagrams");
  if (!root) {
    return;
  }
  const diagrams = new Diagrams(desk, root);
  desk.cells.watch((cell) => diagrams.onCell(cell));
  desk.form.addEventListener("focusin", (event) => {
    const cell = desk.cells.byInput.get(event.target);
    if (cell) {
      diagrams.follow(cell);
    }
  });
}
