// The cells of the form: what stands in each, how they lie beside each other, how many are empty.
// A key must cost the same in a small form and a large one: the page is read once, when it opens.

const REASON = /^[A-Z]{3}$/;

/**
 * What a site takes, and where in the form it stands.
 *
 * @typedef {object} Site
 * @property {string} code the item's code
 * @property {string} label its full name
 * @property {number} max the highest score
 * @property {string} note what its name leaves open, or ""
 * @property {string} feature
 * @property {string} group the key of its heading
 */

/**
 * One site at one time point.
 *
 * @typedef {object} Cell
 * @property {number} index its place in reading order
 * @property {string} name "item@column"
 * @property {number} column the reader's, 1 the first
 * @property {HTMLInputElement} input
 * @property {HTMLTableCellElement} td
 * @property {number} place its place in the row, which holds several sites where a form goes by joint
 * @property {number} at the number of its row
 * @property {HTMLElement} block
 * @property {Site} site
 */

/**
 * How many cells a block has, and how many of them have an entry.
 *
 * @typedef {{cells: number, entered: number}} Tally
 */

/** @param {Cell[]} inside @returns {Tally} before any is counted */
function tallyOf(inside) {
  return { cells: inside.length, entered: 0 };
}

/**
 * What a cell's site takes: it stands in the row, or in the cell where a row holds several.
 *
 * @param {HTMLInputElement} input @param {HTMLTableCellElement} td @param {HTMLElement} block
 * @returns {Site}
 */
function readSite(input, td, block) {
  const row = /** @type {HTMLTableRowElement} */ (td.parentElement);
  const body = /** @type {HTMLTableSectionElement} */ (row.parentElement);
  const { label, max, note } = td.dataset.max ? td.dataset : row.dataset;
  return {
    code: input.name.replace(/@\d+$/, ""),
    label: label ?? "",
    max: Number(max),
    note: note ?? "",
    feature: td.dataset.feature ?? block.dataset.feature ?? "",
    group: body.dataset.group ?? "",
  };
}

/** @param {HTMLInputElement} input @param {number} index @returns {Cell} */
function readCell(input, index) {
  const td = /** @type {HTMLTableCellElement} */ (input.parentElement);
  const block = /** @type {HTMLElement} */ (input.closest(".block"));
  return {
    index,
    name: input.name,
    column: Number(input.name.split("@")[1]),
    input,
    td,
    place: td.cellIndex,
    at: 0,
    block,
    site: readSite(input, td, block),
  };
}

/**
 * The part of the form that a cell's block is, or the group in it, as the server names it.
 *
 * @param {Cell} cell
 * @param {"block" | "group"} scope
 */
export function partOf(cell, scope) {
  const { feature, region, groups } = cell.block.dataset;
  return {
    ...(feature && { feature }),
    ...(region && { region }),
    ...(scope === "group" ? { group: cell.site.group } : groups && { groups: groups.split(" ") }),
  };
}

/** All cells of a form, in reading order: site after site, time point after time point. */
export class Cells {
  /** @param {HTMLElement} form */
  constructor(form) {
    const blocks = /** @type {HTMLElement} */ (form.querySelector(".blocks"));
    const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (
      form.querySelectorAll(".score-cell > input")
    );
    this.letters = (blocks.dataset.letters ?? "").split(" ");
    this.all = [...inputs].map(readCell);
    this.byName = new Map(this.all.map((cell) => [cell.name, cell]));
    /** @type {Map<EventTarget | null, Cell>} */
    this.byInput = new Map(this.all.map((cell) => [cell.input, cell]));
    /** @type {Cell[][]} */
    this.rows = [];
    /** @type {Map<HTMLElement, Cell[]>} */
    this.byBlock = new Map();
    this.#layOut();
    /** @type {((cell: Cell) => void)[]} */
    this.watchers = [];
    this.vacant = new Uint8Array(this.all.length).fill(1);
    this.entered = 0;
    this.tallies = new Map([...this.byBlock].map(([block, inside]) => [block, tallyOf(inside)]));
    this.changed = new Set(this.tallies.keys());
    this.all.forEach((cell) => this.#note(cell, cell.td.dataset.state));
  }

  /** Put the cells in rows and blocks. */
  #layOut() {
    let row = null;
    for (const cell of this.all) {
      if (row !== cell.td.parentElement) {
        row = cell.td.parentElement;
        this.rows.push([]);
      }
      cell.at = this.rows.length - 1;
      this.rows[cell.at].push(cell);
      const inside = this.byBlock.get(cell.block) ?? [];
      inside.push(cell);
      this.byBlock.set(cell.block, inside);
    }
  }

  /** Count what becomes of a cell. @param {Cell} cell @param {string | undefined} state */
  #note(cell, state) {
    const vacant = cell.input.value === "" || state === "invalid" ? 1 : 0;
    const fewer = this.vacant[cell.index] - vacant;
    if (fewer) {
      const tally = /** @type {Tally} */ (this.tallies.get(cell.block));
      this.vacant[cell.index] = vacant;
      this.entered += fewer;
      tally.entered += fewer;
      this.changed.add(cell.block);
    }
  }

  /**
   * The blocks whose count is another one since this was asked last, with their tallies.
   *
   * @returns {[HTMLElement, Tally][]}
   */
  takeChanged() {
    const changed = [...this.tallies].filter(([block]) => this.changed.has(block));
    this.changed.clear();
    return changed;
  }

  /**
   * Call a function with each cell whose text or state changes.
   *
   * @param {(cell: Cell) => void} watcher
   */
  watch(watcher) {
    this.watchers.push(watcher);
  }

  /** The cell of that name; every name of the server's answers is one. @param {string} name */
  named(name) {
    return /** @type {Cell} */ (this.byName.get(name));
  }

  /** The letter of a cell's time point, as its column is headed. @param {Cell} cell */
  columnOf(cell) {
    return this.letters[cell.column - 1];
  }

  /**
   * The cell some steps further, or the cell itself at the end of the form.
   *
   * @param {Cell} cell @param {number} rows @param {number} columns
   */
  move(cell, rows, columns) {
    if (columns) {
      return this.all[cell.index + columns] ?? cell;
    }
    return this.below(cell, rows) ?? cell;
  }

  /**
   * The nearest cell in the same column of another row, up (-1) or down (1); null at the end.
   *
   * @param {Cell} cell @param {number} step
   */
  below(cell, step) {
    for (let at = cell.at + step; this.rows[at]; at += step) {
      const found = this.rows[at].find(({ place }) => place === cell.place);
      if (found) {
        return found;
      }
    }
    return null;
  }

  /** The next cell down the column; below the last site, the top of the next. @param {Cell} cell */
  down(cell) {
    const top = () => this.all.find(({ place }) => place === cell.place + 1);
    return this.below(cell, 1) ?? top() ?? cell;
  }

  /**
   * The first cell of the next block (1) or the one before (-1), in the same column if it has it.
   *
   * @param {Cell} cell @param {number} step
   */
  block(cell, step) {
    const blocks = [...this.byBlock.keys()];
    const inside = this.byBlock.get(blocks[blocks.indexOf(cell.block) + step]);
    return inside?.find(({ column }) => column === cell.column) ?? cell;
  }

  /** The same site one time point to the left; null in the first column. @param {Cell} cell */
  leftOf(cell) {
    return this.byName.get(`${cell.site.code}@${cell.column - 1}`) ?? null;
  }

  /** The cells of the same column. @param {Cell} cell */
  inColumnOf(cell) {
    return this.all.filter(({ place }) => place === cell.place);
  }

  /**
   * The next empty cell after one, beginning again at the top; null when there is none.
   *
   * @param {Cell | null} cell
   */
  nextEmpty(cell) {
    const after = this.vacant.indexOf(1, cell ? cell.index + 1 : 0);
    const found = after >= 0 ? after : this.vacant.indexOf(1);
    return found >= 0 ? this.all[found] : null;
  }

  /** @param {Cell} cell */
  isEmpty(cell) {
    return this.vacant[cell.index] === 1;
  }

  /** The empty cells of the whole form. */
  empty() {
    return this.all.filter((cell) => this.isEmpty(cell));
  }

  /**
   * Put a text into a cell; its state is shown when it is known.
   *
   * @param {Cell} cell
   * @param {string} text
   */
  write(cell, text) {
    cell.input.value = text;
    this.#note(cell, undefined);
  }

  /**
   * Show a text and a state; a stored reason is hatched.
   *
   * @param {Cell} cell @param {string} text @param {string} state
   */
  show(cell, text, state) {
    cell.input.value = text;
    this.mark(cell, state);
  }

  /** @param {Cell} cell @param {string} state @param {string} title */
  mark(cell, state, title = "") {
    const { value } = cell.input;
    let shown = state;
    if (state === "saved") {
      shown = value === "" ? "empty" : REASON.test(value) ? "reason" : "saved";
    }
    cell.td.dataset.state = shown;
    cell.td.toggleAttribute("data-acknowledged", state === "saved");
    cell.td.title = title;
    cell.input.toggleAttribute("aria-invalid", state === "invalid");
    delete cell.td.dataset.missing;
    this.#note(cell, state);
    for (const watcher of this.watchers) {
      watcher(cell);
    }
  }
}
