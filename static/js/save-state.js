// The line that says whether what was typed is stored. Widgets that save on their own use it.

/** @typedef {"idle" | "saving" | "saved" | "offline" | "conflict" | "failed"} State */

const TEXTS = {
  idle: "No changes",
  saving: "Saving…",
  saved: "Saved",
  offline: "Not saved yet: no connection",
  conflict: "Changed elsewhere",
  failed: "Not saved",
};

/**
 * Set the state of a .save-state element.
 *
 * @param {HTMLElement} element
 * @param {State} state
 * @param {string} [text] instead of the state's own words
 */
export function setSaveState(element, state, text = TEXTS[state]) {
  element.dataset.state = state;
  element.textContent = text;
}
