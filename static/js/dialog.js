// Native dialogs by data attributes: data-dialog-open="id" opens, data-dialog-close closes.

import { around } from "./dom.js";

/**
 * Open a <dialog> by its id; focus goes to the element marked autofocus, else to the first control.
 *
 * @param {string} id
 */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog instanceof HTMLDialogElement && !dialog.open) {
    dialog.showModal();
  }
}

document.addEventListener("click", (event) => {
  const opener = around(event, "[data-dialog-open]");
  if (opener) {
    openDialog(opener.dataset.dialogOpen ?? "");
    return;
  }
  const dialog = around(event, "[data-dialog-close]")?.closest("dialog");
  dialog?.close();
});
