// A file dropped on [data-dropzone] goes into its file input; the name is shown before it is sent.

import { every, one } from "../dom.js";

/** @param {HTMLElement} zone @param {HTMLInputElement} input */
function show(zone, input) {
  const names = [...(input.files ?? [])].map((file) => file.name).join(", ");
  one("[data-dropzone-names]", zone).textContent = names;
}

for (const zone of every("[data-dropzone]")) {
  const input = /** @type {HTMLInputElement} */ (one("input[type=file]", zone));
  input.addEventListener("change", () => show(zone, input));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.dataset.over = "";
  });
  zone.addEventListener("dragleave", () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    if (event.dataTransfer?.files.length) {
      input.files = event.dataTransfer.files;
      show(zone, input);
    }
  });
}

// A file that misses the zone would replace the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());
