// Trying a cut-off: the slider, the number and the curve ask the server, which alone computes. The
// answer moves slider and number, marks the point on the curve, and stands in the address.

const form = document.querySelector("[data-what-if-form]");
const panel = document.getElementById("what-if-answer");
// Held arrow keys are one step back in the history, not fifty.
const ONE_STEP_MS = 1000;
const PLAIN = { useGrouping: false, maximumSignificantDigits: 17 };
let lastPush = 0;

function curve() {
  return document.querySelector('[data-figure*="/figures/roc.json"]');
}

function answer() {
  return panel.querySelector("[data-what-if][data-cutoff]");
}

// Whoever moves one control must not be overruled by what the other one still says.
function settle(controls, asker) {
  const invalid = panel.querySelector("[data-what-if]")?.dataset.invalid ?? "";
  for (const name of ["cutoff", "prevalence"]) {
    controls[name].setAttribute("aria-invalid", invalid.split(" ").includes(name));
  }
  const found = answer();
  if (!found) {
    return;
  }
  const { cutoff, place, places, words } = found.dataset;
  controls.place.max = Number(places) - 1;
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

function remember() {
  const found = answer();
  if (!found) {
    return;
  }
  const address = new URL(location.href);
  for (const name of ["outcome", "analyte"]) {
    address.searchParams.set(name, form.elements[name].value);
  }
  address.searchParams.set("cutoff", found.dataset.cutoff);
  address.searchParams.set("prevalence", found.dataset.prevalence);
  if (address.href === location.href) {
    return;
  }
  const now = performance.now();
  const step = now - lastPush > ONE_STEP_MS ? "pushState" : "replaceState";
  lastPush = now;
  history[step]({ whatIf: true }, "", address);
}

function listenToCurve(view) {
  view.addSignalListener("picked", (_, picked) => {
    const [cutoff] = picked.cutoff ?? [];
    if (cutoff === undefined) {
      return;
    }
    // Digits only: the field takes no exponent.
    form.elements.cutoff.value = cutoff.toLocaleString("en", PLAIN);
    form.elements.cutoff.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

if (form) {
  const controls = form.elements;
  controls.place.disabled = false;
  controls.place.closest("[hidden]").hidden = false;
  let asker = null;

  form.addEventListener("htmx:configRequest", (event) => {
    asker = event.detail.triggeringEvent?.target;
    event.detail.parameters.delete(asker === controls.place ? "cutoff" : "place");
  });
  // While something moves nothing is remembered; letting go ("change") or the button settles it.
  panel.addEventListener("htmx:afterSwap", (event) => {
    settle(controls, asker);
    mark();
    if (event.detail.requestConfig.triggeringEvent?.type !== "input") {
      remember();
    }
  });
  document.addEventListener("figuredrawn", (event) => {
    if (event.target === curve()) {
      listenToCurve(event.target.view);
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
