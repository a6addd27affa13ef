// Shows beside a number or a date what the server understood of it, as soon as the field is left.
//
// The fields are text inputs with data-entry: what the server needs to read the text as its form
// will (ra_registry/core/entry). Only the server reads numbers and dates; here nothing is guessed.

import { csrfToken } from "./csrf.js";
import { afterPress } from "./press.js";

const answers = new WeakMap();
let made = 0;

/** The element that holds the answer, made when the field is first met so that it is announced. */
function answerOf(input) {
  if (!answers.has(input)) {
    const answer = document.createElement("output");
    answer.className = "understood";
    answer.id = `understood-${(made += 1)}`;
    answer.setAttribute("aria-live", "polite");
    const within = input.closest(".field__unit") ?? input;
    within.after(answer);
    const described = input.getAttribute("aria-describedby");
    input.setAttribute("aria-describedby", described ? `${described} ${answer.id}` : answer.id);
    answers.set(input, answer);
  }
  return answers.get(input);
}

async function ask(input) {
  const { unit, ...question } = JSON.parse(input.dataset.entry);
  const text = input.value;
  input.dataset.entryAsked = text;
  let found = {};
  if (text.trim()) {
    try {
      const response = await fetch(document.body.dataset.understood, {
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

/** A button that puts one of the readings into the field. */
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

function meet(within) {
  for (const input of within.querySelectorAll("input[data-entry]")) {
    if (!answers.has(input)) {
      answerOf(input);
      if ("entryTyped" in input.dataset) {
        ask(input);
      }
    }
  }
}

document.addEventListener("focusout", ({ target }) => {
  if (target.dataset?.entry && target.value !== target.dataset.entryAsked) {
    ask(target);
  }
});

document.addEventListener("input", ({ target }) => {
  if (target.dataset?.entry && answers.has(target)) {
    delete target.dataset.entryAsked;
    show(target, {});
  }
});

document.addEventListener("htmx:load", ({ target }) => meet(target));
meet(document);
