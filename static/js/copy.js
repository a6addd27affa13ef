// An element with data-copy="text" puts the text on the clipboard; with data-copy alone, its own text.

import { around } from "./dom.js";
import { toast } from "./toast.js";

document.addEventListener("click", async (event) => {
  const button = around(event, "[data-copy]");
  if (!button) {
    return;
  }
  try {
    await navigator.clipboard.writeText(button.dataset.copy || (button.textContent ?? "").trim());
    toast("Copied.", { kind: "success", key: "copy" });
  } catch {
    toast("The browser refused to copy. Select the text and copy it by hand.", {
      kind: "warning",
      key: "copy",
    });
  }
});
