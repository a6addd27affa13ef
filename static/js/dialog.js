// Native dialogs by data attributes: data-dialog-open="id" opens, data-dialog-close closes.

/** Open a <dialog> by its id; focus goes to the element marked autofocus, else to the first control. */
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    openDialog(opener.dataset.dialogOpen);
    return;
  }
  if (event.target.closest("[data-dialog-close]")) {
    event.target.closest("dialog")?.close();
  }
});
