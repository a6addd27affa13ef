// A button with data-dismiss removes the notice it stands in.

import { around } from "./dom.js";

document.addEventListener("click", (event) => {
  around(event, "[data-dismiss]")?.closest(".notice")?.remove();
});
