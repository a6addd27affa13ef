// The pane of images at the left of the form: opened by key or button, as wide as its reader wants.
// Whether and how wide it is stays in this browser.

import { around, one } from "../dom.js";
import { recall, remember } from "../store.js";

const OPEN = "reading-pane";
const WIDTH = "reading-pane-width";
const NARROWEST = 200;
const STEP = 16;
// What the form needs beside it.
const KEPT_FOR_FORM = 640;

const pane = () => one("[data-pane]");
const separator = () => one("[data-pane-separator]");
const toggle = () => one("[data-pane-toggle]");
const widest = () => Math.max(NARROWEST, innerWidth - KEPT_FOR_FORM);

/** @param {number} wanted in pixels; returns what is possible */
function setWidth(wanted) {
  const width = Math.round(Math.min(widest(), Math.max(NARROWEST, wanted)));
  one(".reading").style.setProperty("--pane", `${width}px`);
  const line = separator();
  line.setAttribute("aria-valuemin", String(NARROWEST));
  line.setAttribute("aria-valuemax", String(widest()));
  line.setAttribute("aria-valuenow", String(width));
  return width;
}

/** @param {boolean} open */
function show(open) {
  pane().hidden = !open;
  separator().hidden = !open;
  one(".reading").toggleAttribute("data-pane-open", open);
  toggle().setAttribute("aria-expanded", String(open));
}

/** Open or close the pane, and keep that. */
export function togglePane() {
  const open = pane().hidden;
  if (!open && (pane().contains(document.activeElement) || document.activeElement === separator())) {
    toggle().focus(); // what has the focus goes away
  }
  show(open);
  remember(OPEN, open ? "open" : null);
}

function widthNow() {
  return Number(separator().getAttribute("aria-valuenow"));
}

/** @param {HTMLElement} line */
function listenToKeys(line) {
  line.addEventListener("keydown", (event) => {
    const wanted = {
      ArrowLeft: widthNow() - STEP,
      ArrowRight: widthNow() + STEP,
      Home: NARROWEST,
      End: widest(),
    }[event.key];
    if (wanted !== undefined) {
      event.preventDefault();
      remember(WIDTH, String(setWidth(wanted)));
    }
  });
}

/** @param {HTMLElement} line */
function listenToDrag(line) {
  line.addEventListener("pointerdown", (event) => {
    const from = event.clientX - widthNow();
    const drag = (/** @type {PointerEvent} */ moved) => setWidth(moved.clientX - from);
    line.setPointerCapture(event.pointerId);
    line.addEventListener("pointermove", drag);
    line.addEventListener(
      "lostpointercapture",
      () => {
        line.removeEventListener("pointermove", drag);
        remember(WIDTH, String(widthNow()));
      },
      { once: true },
    );
  });
}

/** Show the pane as it was left in this browser, and let it be opened, closed and resized. */
export function listenToPane() {
  const line = separator();
  setWidth(Number(recall(WIDTH)) || 320);
  show(recall(OPEN) === "open");
  listenToKeys(line);
  listenToDrag(line);
  document.addEventListener("click", (event) => {
    if (around(event, "[data-pane-toggle], [data-pane-close]")) {
      togglePane();
    }
  });
  window.addEventListener("resize", () => setWidth(widthNow()));
}
