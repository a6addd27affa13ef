// From keys to texts: which key means which score, and what a site takes.

/**
 * What a reader of digits acts on.
 *
 * @typedef {object} Target
 * @property {(cell: Cell) => boolean} takesTen whether a cell's site goes to ten
 * @property {(cell: Cell, text: string) => boolean} score store a score, or say why not
 * @property {(cell: Cell) => Cell} next the cell after one; the cell itself at the end
 * @property {(cell: Cell) => void} go move the cursor to a cell
 * @property {(cell: Cell, text: string) => void} show show what is typed and not stored yet
 * @property {(cell: Cell) => void} clear show what is stored again
 * @property {(cell: Cell, why: "ten" | "end") => void} refuse flash: an undecided ten, or the end
 */

/** The text of a score after half a point was added. @param {string} text */
export function halfMore(text) {
  return String(Number(text) + 0.5);
}

/** Tell whether a text is a score. @param {string} text */
export function isScore(text) {
  return /^\d+(\.\d+)?$/.test(text);
}

/**
 * The sentence that says why a score can't stand at a site, or "" when it can.
 *
 * @param {{label: string, max: number}} site @param {string} text @param {number} step
 */
export function refusal(site, text, step) {
  const value = Number(text);
  if (value > site.max || value % step !== 0) {
    return `${site.label}: ${text} can't be scored. Allowed are 0 to ${site.max} in steps of ${step}.`;
  }
  return "";
}

/**
 * Understands digits. A digit is a score at once, except a 1 where the site goes to ten: that waits
 * for the next key. A 0 after it is held, for it means ten as well as "1 here, 0 in the next site";
 * nothing is stored until a key says which. How fast the keys come makes no difference.
 */
export class DigitReader {
  /** @param {Target} target */
  constructor(target) {
    this.target = target;
    /** @type {Cell | null} */
    this.cell = null;
    this.text = "";
  }

  /** Whether a 1 and a 0 stand here that could be ten or two scores. */
  get held() {
    return this.text === "10";
  }

  /** Take a digit typed in a cell. @param {Cell} cell @param {string} digit */
  digit(cell, digit) {
    if (this.cell && this.held) {
      this.target.refuse(this.cell, "ten");
    } else if (this.cell && digit === "0") {
      this.wait(this.cell, "10");
    } else if (this.cell) {
      this.afterOne(this.cell, digit);
    } else if (digit === "1" && this.target.takesTen(cell)) {
      this.wait(cell, "1");
    } else if (this.target.score(cell, digit)) {
      this.target.go(this.target.next(cell));
    }
  }

  /**
   * A digit other than 0 after a 1: the 1 stands, the digit belongs to the next.
   *
   * @param {Cell} cell
   * @param {string} digit
   */
  afterOne(cell, digit) {
    const next = this.target.next(cell);
    if (next === cell) {
      this.target.refuse(cell, "end");
      return;
    }
    this.take();
    this.target.go(next);
    this.digit(next, digit);
  }

  /** What is held is two scores: 1 here and 0 in the next site. */
  split() {
    const cell = /** @type {Cell} */ (this.cell);
    const next = this.target.next(cell);
    if (next === cell) {
      this.target.refuse(cell, "end");
      return;
    }
    this.forget();
    if (this.target.score(cell, "1") && this.target.score(next, "0")) {
      this.target.go(this.target.next(next));
    }
  }

  /** Store what is typed, 1 or ten; the cursor stays. Returns its cell, or null when nothing is. */
  take() {
    const { cell, text } = this;
    this.forget();
    if (cell) {
      this.target.score(cell, text);
    }
    return cell;
  }

  /** Take one typed sign back: of a held ten the 0, else all. */
  back() {
    if (this.cell && this.held) {
      this.wait(this.cell, "1");
    } else {
      this.drop();
    }
  }

  /** Forget what is typed; the cell shows again what is stored. */
  drop() {
    const { cell } = this;
    this.forget();
    if (cell) {
      this.target.clear(cell);
    }
  }

  /** @param {Cell} cell @param {string} text */
  wait(cell, text) {
    this.cell = cell;
    this.text = text;
    this.target.show(cell, text);
  }

  forget() {
    this.cell = null;
    this.text = "";
  }
}
