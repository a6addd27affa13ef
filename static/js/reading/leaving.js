// Leaving the page or coming back to it: nothing typed is lost in silence, nothing old is shown.

/** Ask before the page goes while something is not stored. @param {Desk} desk */
export function guardLeaving({ saver, digits }) {
  addEventListener("beforeunload", (event) => {
    if (saver.unsaved || digits.cell) {
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
