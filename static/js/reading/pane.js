// The pane of images at the left of the form: opened by key or button, as wide as its reader wants.
// Whether and how wide it is stays in this browser.

import { recall, remember } from "../store.js";

const OPEN = "reading-pane";
const WIDTH = "reading-pane-width";
const NARROWEST = 200;
const STEP = 16;
// What the form needs beside it.
const KEPT_FOR_FORM = 640;

const pane = () => document.querySelector("[data-pane]");
const separator = () => document.querySelector("[data-pane-separator]");
const widest = () => Math.max(NARROWEST, innerWidth - KEPT_FOR_FORM);

function setWidth(wanted) {
  const width = Math.round(Math.min(widest(), Math.max(NARROWEST, wanted)));
  document.querySelector(".reading").style.setProperty("--pane", `${width}px`);
  const line = separator();
  line.setAttribute("aria-valuemin", NARROWEST);
  line.setAttribute("aria-valuemax", widest());
  line.setAttribute("aria-valuenow", width);
  return width;
}

function show(open) {
  pane().hidden = !open;
  separator().hidden = !open;
  document.querySelector(".reading").toggleAttribute("data-pane-open", open);
  document.querySelector("[data-pane-toggle]")?.setAttribute("aria-expanded", String(open));
}

/** Open or close the pane, and keep that. */
export function togglePane() {
  const open = pane().hidden;
  if (!open && (pane().contains(document.activeElement) || document.activeElement === separator())) {
    document.querySelector("[data-pane-toggle]").focus(); // what has the focus goes away
  }
  show(open);
  remember(OPEN, open ? "open" : null);
}

function widthNow() {
  return Number(separator().getAttribute("aria-valuenow"));
}

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

function listenToDrag(line) {
  line.addEventListener("pointerdown", (event) => {
    const from = event.clientX - widthNow();
    const drag = (moved) => setWidth(moved.clientX - from);
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
    if (event.target.closest("[data-pane-toggle], [data-pane-close]")) {
      togglePane();
    }
  });
  window.addEventListener("resize", () => setWidth(widthNow()));
}
