// The theme button: follows the system, then light, then dark, then the system again.
// Fires "themechange" on document, so that plots can draw themselves in the new colours.

import { around, every } from "./dom.js";
import { recall, remember } from "./store.js";

/** @typedef {"system" | "light" | "dark"} Theme */

/** @type {Theme[]} */
const THEMES = ["system", "light", "dark"];
const NAMES = { system: "as the system", light: "light", dark: "dark" };

function current() {
  const stored = recall("theme");
  return THEMES.find((theme) => theme === stored) ?? "system";
}

/** @param {Theme} theme */
function show(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  for (const button of every("[data-theme-toggle]")) {
    const label = `Theme: ${NAMES[theme]}`;
    button.setAttribute("aria-label", label);
    button.title = label;
    for (const icon of every("[data-theme-icon]", button)) {
      icon.toggleAttribute("hidden", icon.dataset.themeIcon !== theme);
    }
  }
}

/** @param {Theme} theme */
function change(theme) {
  remember("theme", theme === "system" ? null : theme);
  show(theme);
  document.dispatchEvent(new CustomEvent("themechange"));
}

document.addEventListener("click", (event) => {
  if (around(event, "[data-theme-toggle]")) {
    change(THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length]);
  }
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (current() === "system") {
    document.dispatchEvent(new CustomEvent("themechange"));
  }
});

addEventListener("storage", (event) => {
  if (event.key === "theme") {
    show(current());
    document.dispatchEvent(new CustomEvent("themechange"));
  }
});

show(current());
