// Menus are <details class="menu">: one open at a time, closed by Escape or a click elsewhere.

import { every, one } from "./dom.js";

function openMenus() {
  return /** @type {HTMLDetailsElement[]} */ (every("details.menu[open]"));
}

/** Close the menus that an event is outside of. @param {Event} event */
function closeOthers({ target }) {
  for (const menu of openMenus()) {
    if (!menu.contains(/** @type {Node | null} */ (target))) {
      menu.open = false;
    }
  }
}

document.addEventListener("click", closeOthers);
document.addEventListener("focusin", closeOthers);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  for (const menu of openMenus()) {
    menu.open = false;
    one("summary", menu).focus();
  }
});
