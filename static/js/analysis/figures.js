// Draws the figures of a page: one request a figure, drawn again when the theme changes.
// Vega runs with its expression interpreter: nothing is compiled, the content policy allows no eval.

import { vegaEmbed } from "../../vendor/vega.js";

const OPTIONS = {
  actions: false,
  ast: true,
  defaultStyle: false,
  renderer: "svg",
  tooltip: { disableDefaultStyle: true, theme: "custom" },
};

function theme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") {
    return chosen;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

async function draw(element, figure) {
  const spec = structuredClone(figure.spec);
  if (figure.fluid) {
    spec.width = "container";
    spec.autosize = { type: "fit-x", contains: "padding" };
  }
  element.drawn?.finalize();
  element.drawn = await vegaEmbed(element, spec, { ...OPTIONS, config: figure.config[theme()] });
  const image = element.querySelector("svg");
  image?.setAttribute("role", "img");
  image?.setAttribute("aria-label", spec.description);
}

async function load(element) {
  const state = element.querySelector("[data-figure-state]");
  try {
    const answer = await fetch(element.dataset.figure, { credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(`The server answered ${answer.status}.`);
    }
    element.figure = await answer.json();
    await draw(element, element.figure);
  } catch (error) {
    if (state) {
      state.textContent = `The figure could not be drawn. ${error.message}`;
    }
  }
}

const figures = document.querySelectorAll("[data-figure]");
for (const element of figures) {
  load(element);
}

document.addEventListener("themechange", () => {
  for (const element of figures) {
    if (element.figure) {
      draw(element, element.figure);
    }
  }
});
