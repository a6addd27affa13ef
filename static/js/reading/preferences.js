// What a reader prefers, kept in this browser: which way the cursor goes after a score.

import { recall, remember } from "../store.js";

/** The value a reader chose, or the fallback. */
export function preference(key, fallback) {
  return recall(key) ?? fallback;
}

/** Show what was chosen in every field of preferences, and keep what is chosen next. */
export function listenToPreferences() {
  for (const select of document.querySelectorAll("[data-preference]")) {
    select.value = preference(select.dataset.preference, select.value);
    select.addEventListener("change", () => remember(select.dataset.preference, select.value));
  }
}
