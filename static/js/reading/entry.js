// From keys to texts: which key means which score, and what a site takes.

const TEN_WAITS_MS = 800;

/** The text of a score after half a point was added. */
export function halfMore(text) {
  return String(Number(text) + 0.5);
}

/** Tell whether a text is a score. */
export function isScore(text) {
  return /^\d+(\.\d+)?$/.test(text);
}

/** The sentence that says why a score can't stand at a site, or "" when it can. */
export function refusal(site, text, step) {
  const value = Number(text);
  if (value > site.max || value % step !== 0) {
    return `${site.label}: ${text} can't be scored. Allowed are 0 to ${site.max} in steps of ${step}.`;
  }
  return "";
}

/**
 * Understands digits. A digit is a score at once, unless ten is typed as "1 then 0" and the site
 * goes to ten: then a 1 waits a moment for its 0.
 */
export class DigitReader {
  /** @param {{score: function(object, string): boolean, advance: function(object): object}} target */
  constructor(target) {
    this.target = target;
    this.waiting = null;
  }

  /** Take a digit typed in a cell. */
  digit(cell, digit, { max, tenByDigits }) {
    if (this.waiting?.cell === cell && digit === "0") {
      this.clear();
      if (this.target.score(cell, "10")) {
        this.target.advance(cell);
      }
      return;
    }
    const here = this.settle() ?? cell;
    if (!this.target.score(here, digit)) {
      return;
    }
    if (tenByDigits && max >= 10 && digit === "1") {
      this.waiting = { cell: here, timer: setTimeout(() => this.settle(), TEN_WAITS_MS) };
    } else {
      this.target.advance(here);
    }
  }

  /** End the wait as if nothing more came; returns the cell that was advanced to, if any. */
  settle() {
    if (!this.waiting) {
      return null;
    }
    const { cell } = this.waiting;
    this.clear();
    return this.target.advance(cell);
  }

  clear() {
    clearTimeout(this.waiting?.timer);
    this.waiting = null;
  }
}
