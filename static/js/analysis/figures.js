// Draws the figures of a page: one request a figure, drawn again when the theme changes.
// Vega runs with its expression interpreter: nothing is compiled, the content policy allows no eval.
// Fires "figuredrawn" on a figure's element, whose `view` is then the drawing's Vega view.

import { vegaEmbed } from "../../vendor/vega.js";
import { every } from "../dom.js";
import { listPatients } from "./patients.js";

/**
 * A figure as the server answers it.
 *
 * @typedef {object} Figure
 * @property {Record<string, any>} spec of Vega-Lite
 * @property {{light: object, dark: object}} config
 * @property {boolean} fluid whether it is as wide as its room
 * @property {Patients} [patients]
 */

/**
 * What is drawn in an element.
 *
 * @typedef {object} Drawn
 * @property {Figure} [figure]
 * @property {{finalize: () => void, view: any}} [drawn]
 * @property {any} [view] Vega's
 * @property {PlotElement | null} [paper] the light twin of a dark drawing
 * @typedef {HTMLElement & Drawn} PlotElement
 */

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

/** @param {PlotElement} element @param {Record<string, any>} spec @param {object} config */
async function embed(element, spec, config) {
  element.drawn?.finalize();
  const drawn = await vegaEmbed(element, spec, { ...OPTIONS, config });
  element.drawn = drawn;
  const image = element.querySelector("svg");
  image?.setAttribute("role", "img");
  image?.setAttribute("aria-label", spec.description);
  return drawn.view;
}

/** @param {PlotElement} element @param {Figure} figure */
async function draw(element, figure) {
  const spec = structuredClone(figure.spec);
  if (figure.fluid) {
    spec.width = "container";
    spec.autosize = { type: "fit-x", contains: "padding" };
  }
  element.view = await embed(element, spec, figure.config[theme()]);
  element.dispatchEvent(new CustomEvent("figuredrawn", { bubbles: true }));
  await drawForPaper(element, figure);
}

// Paper is white. A dark drawing gets a light twin beforehand, because nothing can be drawn while
// the browser prints; the style sheet shows one of the two.
/** @param {PlotElement} element @param {Figure} figure */
async function drawForPaper(element, figure) {
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
  await embed(element.paper, structuredClone(figure.spec), figure.config.light);
}

// From now on the figure stands as high as the page has kept free for it, whatever is drawn there.
/** @param {HTMLElement} element */
function keepRoom(element) {
  element.style.minHeight = `${element.offsetHeight}px`;
}

/** @param {PlotElement} element */
async function load(element) {
  keepRoom(element);
  const state = element.querySelector("[data-figure-state]");
  try {
    const answer = await fetch(element.dataset.figure ?? "", { credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(`The server answered ${answer.status}.`);
    }
    /** @type {Figure} */
    const figure = await answer.json();
    element.figure = figure;
    await draw(element, figure);
    listPatients(element, figure.patients);
  } catch (error) {
    if (state) {
      state.textContent = `The figure could not be drawn. ${/** @type {Error} */ (error).message}`;
    }
  }
}

const figures = /** @type {PlotElement[]} */ (every("[data-figure]"));
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
