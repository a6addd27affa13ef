// What another tab's scores mean for what waits in this one. Pure: nothing is sent, nothing shown.

import { isSame } from "./texts.js";

/**
 * One cell after another tab was quicker. "theirs": nothing of this tab waits; "same": both typed
 * the same; "mine": only this tab touched it, it is sent again; "conflict": both did.
 *
 * @typedef {object} Found
 * @property {"theirs" | "same" | "mine" | "conflict"} kind
 * @property {string} name
 * @property {string} text that the server holds
 * @property {string} before that this tab took the server to hold
 * @property {Entry | undefined} mine that waits
 */

/**
 * @param {object} own
 * @param {Map<string, string>} own.stored
 * @param {Map<string, Entry>} own.pending
 * @param {Map<string, Set<string>>} own.attempted sent without an answer: stored, it is no news
 * @param {Map<string, string>} theirs texts that the server holds
 * @returns {Found[]}
 */
export function merged({ stored, pending, attempted }, theirs) {
  const names = new Set([...theirs.keys(), ...stored.keys(), ...pending.keys()]);
  return [...names].map((name) => {
    const text = theirs.get(name) ?? "";
    const before = stored.get(name) ?? "";
    const mine = pending.get(name);
    const expected = [before, ...(attempted.get(name) ?? [])];
    return { kind: kindOf(text, mine, expected), name, text, before, mine };
  });
}

/** @param {string} text @param {Entry | undefined} mine @param {string[]} expected */
function kindOf(text, mine, expected) {
  if (mine === undefined) {
    return "theirs";
  }
  if (isSame(mine.text, text)) {
    return "same";
  }
  return expected.some((one) => isSame(one, text)) ? "mine" : "conflict";
}
