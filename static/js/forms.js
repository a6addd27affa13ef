// Forms that are sent once, and that warn before typed text is lost.
//
// Every form that leaves the page: its submit buttons are disabled after the first click and come
// back when the page is shown again (back button). data-stays on a form whose answer is a download.
// data-guard-unsaved on a form: the browser asks before leaving with changed fields.

import { around, every } from "./dom.js";

/** @typedef {HTMLButtonElement | HTMLInputElement} SubmitButton */

/** @param {HTMLFormElement} form */
function submitButtons(form) {
  const inside = every("button:not([type]), button[type=submit], input[type=submit]", form);
  const outside = form.id ? every(`[type=submit][form="${CSS.escape(form.id)}"]`) : [];
  return /** @type {SubmitButton[]} */ ([...inside, ...outside]);
}

/** @param {HTMLFormElement} form */
function lock(form) {
  form.setAttribute("aria-busy", "true");
  for (const button of submitButtons(form)) {
    if (!button.disabled) {
      button.disabled = true;
      button.dataset.lockedBySubmit = "";
    }
  }
}

function unlockAll() {
  for (const button of /** @type {SubmitButton[]} */ (every("[data-locked-by-submit]"))) {
    button.disabled = false;
    delete button.dataset.lockedBySubmit;
  }
  for (const form of every("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    delete form.dataset.submitting;
  }
}

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method === "dialog" || "stays" in form.dataset) {
    return;
  }
  if ("submitting" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.submitting = "";
  delete form.dataset.changed;
  // Only after the browser has collected the fields: a disabled button's value would not be sent.
  setTimeout(() => lock(form));
});

addEventListener("pageshow", unlockAll);

document.addEventListener("input", (event) => {
  const form = around(event, "form[data-guard-unsaved]");
  if (form) {
    form.dataset.changed = "";
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const { detail, target } = /** @type {CustomEvent} */ (event);
  if (detail.successful && target instanceof HTMLFormElement && "guardUnsaved" in target.dataset) {
    delete target.dataset.changed;
  }
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) {
    event.preventDefault();
  }
});
