// The cells of the form: what stands in each, how they lie beside each other, which are empty.
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
 * @property {string} region "" where a block holds all regions
 * @property {string} group the key of its heading
 */

/**
 * One site at one time point.
 *
 * @typedef {object} Cell
 * @property {number} index its place in reading order
 * @property {string} name "item@column"
 * @property {HTMLInputElement} input
 * @property {HTMLElement} td
 * @property {HTMLElement} block
 * @property {Site} site
 */

/** @param {HTMLInputElement} input @returns {Site} */
function readSite(input) {
  const row = /** @type {HTMLElement} */ (input.closest("tr"));
  const body = /** @type {HTMLElement} */ (row.parentElement);
  const block = /** @type {HTMLElement} */ (input.closest(".block"));
  return {
    code: input.name.replace(/@\d+$/, ""),
    label: row.dataset.label ?? "",
    max: Number(row.dataset.max),
    note: row.dataset.note ?? "",
    feature: block.dataset.feature ?? "",
    region: block.dataset.region ?? "",
    group: body.dataset.group ?? "",
  };
}

/** The site of a cell, with what it takes. @param {Cell} cell */
export function siteOf(cell) {
  return cell.site;
}

/** All cells of a form, in reading order: site after site, time point after time point. */
export class Cells {
  /** @param {HTMLElement} form */
  constructor(form) {
    const inputs = /** @type {NodeListOf<HTMLInputElement>} */ (
      form.querySelectorAll(".score-cell > input")
    );
    /** @type {Cell[]} */
    this.all = [...inputs].map((input, index) => ({
      index,
      name: input.name,
      input,
      td: /** @type {HTMLElement} */ (input.parentElement),
      block: /** @type {HTMLElement} */ (input.closest(".block")),
      site: readSite(input),
    }));
    this.byName = new Map(this.all.map((cell) => [cell.name, cell]));
    /** @type {Map<EventTarget | null, Cell>} */
    this.byInput = new Map(this.all.map((cell) => [cell.input, cell]));
    const first = this.all[0]?.site.code;
    this.width = this.all.filter((cell) => cell.site.code === first).length || 1;
    this.vacant = new Uint8Array(this.all.length);
    this.all.forEach((cell) => this.#note(cell, cell.td.dataset.state));
  }

  /** The cell of that name; every name of the server's answers is one. @param {string} name */
  named(name) {
    return /** @type {Cell} */ (this.byName.get(name));
  }

  /** The letter of a cell's time point, as its column is headed. @param {Cell} cell */
  columnOf(cell) {
    const td = /** @type {HTMLTableCellElement} */ (cell.td);
    const head = td.closest("table")?.tHead?.rows[0];
    return head?.cells[td.cellIndex].textContent?.trim() ?? "";
  }

  /**
   * The cell some steps further, or the cell itself at the end of the form.
   *
   * @param {Cell} cell @param {number} rows @param {number} columns
   */
  move(cell, rows, columns) {
    return this.all[cell.index + rows * this.width + columns] ?? cell;
  }

  /** The next cell down the column; below the last site, the top of the next. @param {Cell} cell */
  down(cell) {
    const below = this.all[cell.index + this.width];
    const column = (cell.index % this.width) + 1;
    return below ?? (column < this.width ? this.all[column] : cell);
  }

  /** The same site one column to the left; null in the first column. @param {Cell} cell */
  leftOf(cell) {
    return cell.index % this.width ? this.all[cell.index - 1] : null;
  }

  /** The cells of the same column. @param {Cell} cell */
  inColumnOf(cell) {
    return this.all.filter((other) => (other.index - cell.index) % this.width === 0);
  }

  /**
   * The next empty cell after one, beginning again at the top; null when there is none.
   *
   * @param {Cell | null} cell
   */
  nextEmpty(cell) {
    const start = cell ? cell.index + 1 : 0;
    const after = this.vacant.indexOf(1, start);
    const found = after >= 0 ? after : this.vacant.indexOf(1);
    return found >= 0 ? this.all[found] : null;
  }

  /** @param {Cell} cell */
  isEmpty(cell) {
    return this.vacant[cell.index] === 1;
  }

  /** The empty cells, of one block or of the whole form. @param {HTMLElement | null} block */
  empty(block = null) {
    return this.all.filter((cell) => this.isEmpty(cell) && [null, cell.block].includes(block));
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
  }

  /** @param {Cell} cell @param {string | undefined} state */
  #note(cell, state) {
    this.vacant[cell.index] = cell.input.value === "" || state === "invalid" ? 1 : 0;
  }
}
