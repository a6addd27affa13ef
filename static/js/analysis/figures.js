// Draws the figures of a page: one request a figure, drawn again when the theme changes.
// Vega runs with its expression interpreter: nothing is compiled, the content policy allows no eval.
// Fires "figuredrawn" on a figure's element, whose `view` is then the drawing's Vega view.

import { vegaEmbed } from "../../vendor/vega.js";
import { listPatients } from "./patients.js";

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

async function embed(element, spec, config) {
  element.drawn?.finalize();
  element.drawn = await vegaEmbed(element, spec, { ...OPTIONS, config });
  const image = element.querySelector("svg");
  image?.setAttribute("role", "img");
  image?.setAttribute("aria-label", spec.description);
  return element.drawn.view;
}

async function draw(element) {
  const figure = element.figure;
  const spec = structuredClone(figure.spec);
  if (figure.fluid) {
    spec.width = "container";
    spec.autosize = { type: "fit-x", contains: "padding" };
  }
  element.view = await embed(element, spec, figure.config[theme()]);
  element.dispatchEvent(new CustomEvent("figuredrawn", { bubbles: true }));
  await drawForPaper(element);
}

// Paper is white. A dark drawing gets a light twin beforehand, because nothing can be drawn while
// the browser prints; the style sheet shows one of the two.
async function drawForPaper(element) {
  const dark = theme() === "dark";
  element.toggleAttribute("data-screen-only", dark);
  if (!dark) {
    element.paper?.remove();
    element.paper = null;
    return;
  }
  if (!element.paper) {
    element.paper = document.createElement("div");
    element.paper.className = "plot plot--paper";
    element.after(element.paper);
  }
  await embed(element.paper, structuredClone(element.figure.spec), element.figure.config.light);
}

// From now on the figure stands as high as the page has kept free for it, whatever is drawn there.
function keepRoom(element) {
  element.style.minHeight = `${element.offsetHeight}px`;
}

async function load(element) {
  keepRoom(element);
  const state = element.querySelector("[data-figure-state]");
  try {
    const answer = await fetch(element.dataset.figure, { credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(`The server answered ${answer.status}.`);
    }
    element.figure = await answer.json();
    await draw(element);
    listPatients(element, element.figure.patients);
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
      draw(element);
    }
  }
});
