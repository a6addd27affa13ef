// Trying a cut-off: the slider, the number and the curve ask the server, which alone computes. The
// answer moves slider and number, marks the point on the curve, and stands in the address.

import { byId } from "../dom.js";

/**
 * @typedef {Record<"cutoff" | "place" | "prevalence" | "outcome" | "analyte", HTMLInputElement>}
 *   Controls
 */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-what-if-form]"));
const panel = byId("what-if-answer");
// Held arrow keys are one step back in the history, not fifty.
const ONE_STEP_MS = 1000;
const PLAIN = { useGrouping: false, maximumSignificantDigits: 17 };
let lastPush = 0;

function curve() {
  return /** @type {PlotElement | null} */ (
    document.querySelector('[data-figure*="/figures/roc.json"]')
  );
}

function answer() {
  return /** @type {HTMLElement | null} */ (panel.querySelector("[data-what-if][data-cutoff]"));
}

// Whoever moves one control must not be overruled by what the other one still says.
/** @param {Controls} controls @param {EventTarget | null} asker */
function settle(controls, asker) {
  const told = /** @type {HTMLElement | null} */ (panel.querySelector("[data-what-if]"));
  const invalid = told?.dataset.invalid ?? "";
  for (const name of /** @type {const} */ (["cutoff", "prevalence"])) {
    controls[name].setAttribute("aria-invalid", String(invalid.split(" ").includes(name)));
  }
  const found = answer();
  if (!found) {
    return;
  }
  const { cutoff = "", place = "", places, words = "" } = found.dataset;
  controls.place.max = String(Number(places) - 1);
  controls.place.setAttribute("aria-valuetext", words);
  if (asker !== controls.place) {
    controls.place.value = place;
  }
  if (asker !== controls.cutoff) {
    controls.cutoff.value = cutoff;
  }
}

function mark() {
  const found = answer();
  const view = curve()?.view;
  if (!view) {
    return;
  }
  const { alarms, hits, words } = found?.dataset ?? {};
  const chosen = found && "chosen" in found.dataset;
  view.data("chosen", chosen ? [{ alarms: Number(alarms), hits: Number(hits), words }] : []);
  view.runAsync();
}

/** @param {Controls} controls */
function remember(controls) {
  const found = answer();
  if (!found) {
    return;
  }
  const address = new URL(location.href);
  for (const name of /** @type {const} */ (["outcome", "analyte"])) {
    address.searchParams.set(name, controls[name].value);
  }
  address.searchParams.set("cutoff", found.dataset.cutoff ?? "");
  address.searchParams.set("prevalence", found.dataset.prevalence ?? "");
  if (address.href === location.href) {
    return;
  }
  const now = performance.now();
  const step = now - lastPush > ONE_STEP_MS ? "pushState" : "replaceState";
  lastPush = now;
  history[step]({ whatIf: true }, "", address);
}

/** @param {any} view Vega's @param {Controls} controls */
function listenToCurve(view, controls) {
  view.addSignalListener("picked", (/** @type {string} */ _, /** @type {any} */ picked) => {
    const [cutoff] = picked.cutoff ?? [];
    if (cutoff === undefined) {
      return;
    }
    // Digits only: the field takes no exponent.
    controls.cutoff.value = cutoff.toLocaleString("en", PLAIN);
    controls.cutoff.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

if (form) {
  const controls = /** @type {Controls} */ (/** @type {unknown} */ (form.elements));
  controls.place.disabled = false;
  const folded = /** @type {HTMLElement | null} */ (controls.place.closest("[hidden]"));
  if (folded) {
    folded.hidden = false;
  }
  /** @type {EventTarget | null} */
  let asker = null;

  form.addEventListener("htmx:configRequest", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    asker = detail.triggeringEvent?.target ?? null;
    detail.parameters.delete(asker === controls.place ? "cutoff" : "place");
  });
  // While something moves nothing is remembered; letting go ("change") or the button settles it.
  panel.addEventListener("htmx:afterSwap", (event) => {
    settle(controls, asker);
    mark();
    const { detail } = /** @type {CustomEvent} */ (event);
    if (detail.requestConfig.triggeringEvent?.type !== "input") {
      remember(controls);
    }
  });
  document.addEventListener("figuredrawn", (event) => {
    const drawn = curve();
    if (drawn && event.target === drawn) {
      listenToCurve(drawn.view, controls);
      mark();
    }
  });
  // Letting go of the curve settles what was dragged to, like letting go of the slider.
  curve()?.addEventListener("pointerup", () => {
    controls.cutoff.dispatchEvent(new Event("change", { bubbles: true }));
  });
  history.replaceState({ whatIf: true }, "");
  addEventListener("popstate", (event) => {
    if (event.state?.whatIf) {
      location.reload();
    }
  });
}
