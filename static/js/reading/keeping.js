// Whether and for whom this browser keeps scores that the server has not acknowledged.

import { ScoreQueue } from "./queue.js";
import { Tabs } from "./tabs.js";
import { given, word } from "./words.js";

/**
 * Say below the form whether this browser keeps what is typed.
 *
 * @param {string} key of the sentence
 */
function showKeeping(key) {
  const line = document.getElementById("keeping-state");
  if (line) {
    line.textContent = word(key);
  }
}

/**
 * The queue of the page's reader and case; null where the browser has no safe place for one.
 *
 * @param {(name: string) => string} describe site and column of a cell
 */
export function openQueue(describe) {
  const secret = given("queueKey");
  delete document.getElementById("kept-scores")?.dataset.queueKey;
  if (!isSecureContext || !crypto.subtle || !navigator.locks) {
    showKeeping("sayInsecure");
    return null;
  }
  if (!globalThis.indexedDB) {
    showKeeping("sayNotKept");
    return null;
  }
  let shown = "";
  return new ScoreQueue({
    belonging: { reader: given("reader"), case: given("case"), version: Number(given("version")) },
    secret,
    tab: crypto.randomUUID(),
    factory: indexedDB,
    tabs: new Tabs(navigator.locks),
    describe,
    onKeeping(kept) {
      const key = kept ? "sayKept" : "sayNotKept";
      if (key !== shown) {
        shown = key;
        showKeeping(key);
      }
    },
  });
}
