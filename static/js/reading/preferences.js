// What a reader prefers, kept in this browser: which way the cursor goes after a score.

import { every } from "../dom.js";
import { recall, remember } from "../store.js";

/** The value a reader chose, or the fallback. @param {string} key @param {string} fallback */
export function preference(key, fallback) {
  return recall(key) ?? fallback;
}

/** Show what was chosen in every field of preferences, and keep what is chosen next. */
export function listenToPreferences() {
  for (const select of /** @type {HTMLSelectElement[]} */ (every("[data-preference]"))) {
    const key = select.dataset.preference ?? "";
    select.value = preference(key, select.value);
    select.addEventListener("change", () => remember(key, select.value));
  }
}
