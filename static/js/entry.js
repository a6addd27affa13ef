// Shows beside a number or a date what the server understood of it, as soon as the field is left.
//
// The fields are text inputs with data-entry: what the server needs to read the text as its form
// will (ra_registry/core/entry). Only the server reads numbers and dates; here nothing is guessed.

import { csrfToken } from "./csrf.js";
import { every } from "./dom.js";
import { afterPress } from "./press.js";

/**
 * What the server made of a text: what it understood, or why not and what it could mean.
 *
 * @typedef {{understood?: string, refused?: string, readings?: string[]}} Found
 */

/** @type {WeakMap<HTMLInputElement, HTMLOutputElement>} */
const answers = new WeakMap();
let made = 0;

/**
 * The element that holds the answer, made when the field is first met so that it is announced.
 *
 * @param {HTMLInputElement} input
 */
function answerOf(input) {
  let answer = answers.get(input);
  if (!answer) {
    answer = document.createElement("output");
    answer.className = "understood";
    answer.id = `understood-${(made += 1)}`;
    answer.setAttribute("aria-live", "polite");
    const within = input.closest(".field__unit") ?? input;
    within.after(answer);
    const described = input.getAttribute("aria-describedby");
    input.setAttribute("aria-describedby", described ? `${described} ${answer.id}` : answer.id);
    answers.set(input, answer);
  }
  return answer;
}

/** @param {HTMLInputElement} input */
async function ask(input) {
  const { unit, ...question } = JSON.parse(input.dataset.entry ?? "{}");
  const text = input.value;
  input.dataset.entryAsked = text;
  let found = {};
  if (text.trim()) {
    try {
      const response = await fetch(document.body.dataset.understood ?? "", {
        method: "POST",
        headers: { "X-CSRFToken": csrfToken() },
        body: new URLSearchParams({ ...question, text }),
      });
      found = response.ok && !response.redirected ? await response.json() : {};
    } catch {
      // Without a connection nothing is said; sending the form will tell.
    }
  }
  afterPress(() => {
    if (input.value === text && input.isConnected) {
      show(input, found, unit);
    }
  });
}

/** @param {HTMLInputElement} input @param {Found} found @param {string} unit */
function show(input, { understood = "", refused = "", readings = [] }, unit = "") {
  const answer = answerOf(input);
  answer.replaceChildren();
  answer.classList.toggle("understood--refused", Boolean(refused));
  if (refused || understood) {
    input.setAttribute("aria-invalid", refused ? "true" : "false");
  }
  if (understood) {
    answer.append(`→ ${understood}${unit ? ` ${unit}` : ""}`);
  }
  if (refused) {
    answer.append(refused, ...readings.map((reading) => choice(input, reading)));
  }
}

/**
 * A button that puts one of the readings into the field.
 *
 * @param {HTMLInputElement} input
 * @param {string} reading
 */
function choice(input, reading) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = reading;
  button.addEventListener("click", () => {
    input.value = reading;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
    ask(input);
  });
  return button;
}

/** @param {ParentNode} within */
function meet(within) {
  for (const input of /** @type {HTMLInputElement[]} */ (every("input[data-entry]", within))) {
    if (!answers.has(input)) {
      answerOf(input);
      if ("entryTyped" in input.dataset) {
        ask(input);
      }
    }
  }
}

/** The field that an event is about, when it is one of these. @param {EventTarget | null} target */
function entryField(target) {
  return target instanceof HTMLInputElement && target.dataset.entry ? target : null;
}

document.addEventListener("focusout", ({ target }) => {
  const input = entryField(target);
  if (input && input.value !== input.dataset.entryAsked) {
    ask(input);
  }
});

document.addEventListener("input", ({ target }) => {
  const input = entryField(target);
  if (input && answers.has(input)) {
    delete input.dataset.entryAsked;
    show(input, {});
  }
});

document.addEventListener("htmx:load", ({ target }) => meet(/** @type {HTMLElement} */ (target)));
meet(document);
