// Methods stand on paper even when they are folded on the screen.

import { every } from "./dom.js";

/** @type {HTMLDetailsElement[]} */
let opened = [];

addEventListener("beforeprint", () => {
  opened = /** @type {HTMLDetailsElement[]} */ (every("details.methods:not([open])"));
  for (const details of opened) {
    details.open = true;
  }
});

addEventListener("afterprint", () => {
  for (const details of opened) {
    details.open = false;
  }
  opened = [];
});
