// Leaving the page or coming back to it: nothing typed is lost in silence, nothing old is shown.

import { csrfToken } from "../csrf.js";

/**
 * Ask before the page goes while something is not stored, unless it goes to be submitted.
 *
 * @param {Desk} desk
 */
export function guardLeaving({ saver, digits }) {
  let submitting = false;
  const signing = /** @type {HTMLFormElement} */ (document.querySelector("#submit-dialog form"));
  signing.addEventListener("submit", () => {
    submitting = true;
    // Signing in again meanwhile drew a new token; the page still has the old one.
    const field = signing.querySelector('[name="csrfmiddlewaretoken"]');
    /** @type {HTMLInputElement} */ (field).value = csrfToken();
  });
  addEventListener("beforeunload", (event) => {
    if ((saver.unsaved || digits.cell) && !submitting) {
      event.preventDefault();
    }
  });
}

/** A page from the browser's memory may show what is no longer so. */
export function reloadFromMemory() {
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload();
    }
  });
}
