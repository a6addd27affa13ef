// A file dropped on [data-dropzone] goes into its file input; the name is shown before it is sent.

function show(zone, input) {
  const names = [...input.files].map((file) => file.name).join(", ");
  zone.querySelector("[data-dropzone-names]").textContent = names;
}

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  const input = zone.querySelector("input[type=file]");
  input.addEventListener("change", () => show(zone, input));
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.dataset.over = "";
  });
  zone.addEventListener("dragleave", () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      show(zone, input);
    }
  });
}

// A file that misses the zone would replace the page.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => event.preventDefault());
