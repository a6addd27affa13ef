// Two single keys on every page: "?" shows the keyboard help, "/" goes to the search field.
// They can be switched off in the help (WCAG 2.1.4): speech input types single letters by accident.

import { openDialog } from "./dialog.js";
import { around } from "./dom.js";
import { recall, remember } from "./store.js";

const HELP = "keyboard-help";

/** Tell whether single-key shortcuts are on in this browser. */
export function singleKeysOn() {
  return recall("single-keys") !== "off";
}

/** Tell whether a key press belongs to a field, and so is not a shortcut. @param {Event} event */
function isTyping(event) {
  return around(event, "input, select, textarea, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || !singleKeysOn()) {
    return;
  }
  if (event.key === "?") {
    event.preventDefault();
    openDialog(HELP);
  } else if (event.key === "/" && !document.querySelector("dialog[open]")) {
    const search = document.querySelector("[data-search]");
    if (search instanceof HTMLInputElement) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

const choice = document.querySelector("[data-single-keys]");
if (choice instanceof HTMLInputElement) {
  choice.checked = singleKeysOn();
  choice.addEventListener("change", () => remember("single-keys", choice.checked ? null : "off"));
}
