// The drawn hand or foot beside the form: where the cursor is, and what its time point scores where.
// Scores are said by the cells themselves, so nothing here is a live region.

const LEVELS = 9;
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A site as it is drawn: its link, its name and the figure that it belongs to. */
function siteFrom(link, figure) {
  const shape = link.querySelector("ellipse");
  return {
    link,
    figure,
    item: link.dataset.item,
    name: link.dataset.name,
    max: Number(link.dataset.max),
    text: link.querySelector("text"),
    x: shape.cx.baseVal.value,
    y: shape.cy.baseVal.value,
  };
}

class Diagrams {
  constructor(desk, root) {
    this.desk = desk;
    this.says = root.dataset;
    this.figures = [...root.querySelectorAll("[data-diagram]")];
    this.sites = this.figures.flatMap((figure) =>
      [...figure.querySelectorAll("[data-item]")].map((link) => siteFrom(link, figure)),
    );
    this.byItem = new Map(this.sites.map((site) => [site.item, site]));
    this.column = 0;
    this.current = null;
    root.addEventListener("click", (event) => this.onClick(event));
    root.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Follow the cursor: its figure, the scores of its time point, and its site lit up. */
  follow(cell) {
    const site = this.byItem.get(cell.item) ?? null;
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
      const letter = figure.querySelector("[data-diagram-column]");
      letter.hidden = false;
      letter.querySelector("strong").textContent = this.desk.cells.columnOf(cell);
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

  /** Let one site of the figure be the stop of the Tab key. */
  rove(chosen) {
    if (chosen && chosen !== this.stop) {
      for (const { link } of this.inFigure()) {
        link.setAttribute("tabindex", "-1");
      }
      chosen.link.setAttribute("tabindex", "0");
      this.stop = chosen;
    }
  }

  /** Show what the cell of a site has, if its time point is the one that is shown. */
  onCell(cell) {
    const site = this.byItem.get(cell.item);
    if (site && site.figure === this.figure && cell.column === this.column) {
      this.show(site);
    }
  }

  show({ item, name, max, link, text }) {
    const { input, td } = this.desk.cells.byName.get(`${item}@${this.column}`);
    const score = Number(input.value);
    const isScore = input.value !== "" && Number.isFinite(score) && td.dataset.state !== "invalid";
    const kind = isScore ? "score" : td.dataset.state === "reason" ? "reason" : "empty";
    text.textContent = { score: input.value, reason: "–", empty: "" }[kind];
    link.dataset.kind = kind;
    link.dataset.level = isScore ? Math.min(LEVELS, Math.round((LEVELS * score) / max)) : "";
    const says = this.says[{ score: "sayScore", reason: "sayReason", empty: "sayEmpty" }[kind]];
    link.setAttribute(
      "aria-label",
      says
        .replace("{site}", name)
        .replace("{score}", input.value)
        .replace("{max}", max)
        .replace("{reason}", input.value),
    );
  }

  onClick(event) {
    const item = event.target.closest("[data-item]")?.dataset.item;
    const cell = this.desk.cells.byName.get(`${item}@${this.column}`);
    if (cell) {
      event.preventDefault();
      this.desk.focus(cell);
    }
  }

  onKey(event) {
    const way = ARROWS[event.key];
    const from = way && this.byItem.get(event.target.closest("[data-item]")?.dataset.item);
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

/** The site that lies nearest in a direction; what lies aside of it counts as farther away. */
function nearest(from, sites, [right, down]) {
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

/** Let the diagrams of the page follow the form; does nothing for an instrument without any. */
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
