// The theme button: follows the system, then light, then dark, then the system again.
// Fires "themechange" on document, so that plots can draw themselves in the new colours.

import { recall, remember } from "./store.js";

const THEMES = ["system", "light", "dark"];
const NAMES = { system: "as the system", light: "light", dark: "dark" };

function current() {
  const stored = recall("theme");
  return THEMES.includes(stored) ? stored : "system";
}

function show(theme) {
  if (theme === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = theme;
  }
  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    const label = `Theme: ${NAMES[theme]}`;
    button.setAttribute("aria-label", label);
    button.title = label;
    for (const icon of button.querySelectorAll("[data-theme-icon]")) {
      icon.toggleAttribute("hidden", icon.dataset.themeIcon !== theme);
    }
  }
}

function change(theme) {
  remember("theme", theme === "system" ? null : theme);
  show(theme);
  document.dispatchEvent(new CustomEvent("themechange"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-toggle]")) {
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
