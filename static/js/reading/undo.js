// What the last steps were, until the reading is submitted or the page is left. A step takes back
// only what is still the latest: a newer score, of this tab or another one, stays.

import { isSame } from "./texts.js";

/**
 * @typedef {{name: string, before: string, after: string}} Change of one cell
 * @typedef {Change[]} Step what one key or one answer changed
 * @typedef {(name: string) => string} Latest the last text of a cell that this page knows of
 */

/**
 * What to put where, and which cells have something newer.
 *
 * @typedef {object} Turn
 * @property {{name: string, text: string}[]} texts
 * @property {string[]} newer
 */

export class UndoStack {
  constructor() {
    /** @type {Step[]} */
    this.done = [];
    /** @type {Step[]} */
    this.undone = [];
  }

  /** Remember a step; what was undone before can't be done again. @param {Step} step */
  push(step) {
    const changed = step.filter(({ before, after }) => before !== after);
    if (changed.length) {
      this.done.push(changed);
      this.undone = [];
    }
  }

  /** Take the last step back; null when there is none. @param {Latest} latest */
  undo(latest) {
    return this.#turn(this.done, this.undone, latest, "after", "before");
  }

  /** Do the step again that was undone last; null when there is none. @param {Latest} latest */
  redo(latest) {
    return this.#turn(this.undone, this.done, latest, "before", "after");
  }

  /**
   * A change that the server did not take was never made.
   *
   * @param {string} name
   * @param {string} text
   */
  forget(name, text) {
    const stays = (/** @type {Change} */ change) =>
      change.name !== name || !isSame(change.after, text);
    const kept = (/** @type {Step[]} */ steps) =>
      steps.map((step) => step.filter(stays)).filter((step) => step.length);
    this.done = kept(this.done);
    this.undone = kept(this.undone);
  }

  /**
   * @param {Step[]} from @param {Step[]} to @param {Latest} latest
   * @param {"before" | "after"} expected @param {"before" | "after"} wanted
   * @returns {Turn | null}
   */
  #turn(from, to, latest, expected, wanted) {
    const step = from.pop();
    if (!step) {
      return null;
    }
    const own = step.filter((change) => isSame(latest(change.name), change[expected]));
    if (own.length) {
      to.push(own);
    }
    return {
      texts: own.map((change) => ({ name: change.name, text: change[wanted] })),
      newer: step.filter((change) => !own.includes(change)).map(({ name }) => name),
    };
  }
}
