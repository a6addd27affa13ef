// The questions of the form: why not scorable, ten or two scores, which part to fill, submit.

import { openDialog } from "../dialog.js";
import { around, byId, every, one } from "../dom.js";
import { isSessionEnded } from "../offline.js";

/** @param {string} id */
const dialogOf = (id) => /** @type {HTMLDialogElement} */ (byId(id));

/**
 * @typedef {Partial<{
 *   keydown: (event: KeyboardEvent) => void,
 *   click: (event: MouseEvent) => void,
 *   "htmx:responseError": () => void,
 *   "htmx:sendError": () => void,
 *   "htmx:timeout": () => void,
 *   "htmx:beforeSwap": (event: CustomEvent<{xhr: XMLHttpRequest}>) => void,
 * }>} Listeners
 */

/**
 * Ask for the reason of a cell; calls `choose` with its letters.
 *
 * @param {string} label
 * @param {(letters: string) => void} choose
 */
export function askReason(label, choose) {
  const dialog = dialogOf("reason-dialog");
  byId("reason-site").textContent = label;
  const buttons = every("[data-reason]", dialog);
  const take = (/** @type {HTMLElement} */ button) => {
    dialog.close();
    choose(button.dataset.reason ?? "");
  };
  const byKey = (/** @type {KeyboardEvent} */ event) => {
    const button = buttons[Number(event.key) - 1];
    if (button) {
      event.preventDefault();
      take(button);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = buttons.findIndex((one) => one === document.activeElement);
      buttons[(at + step + buttons.length) % buttons.length].focus();
    }
  };
  const byClick = (/** @type {MouseEvent} */ event) => {
    const button = around(event, "[data-reason]");
    if (button) {
      take(button);
    }
  };
  listenWhileOpen(dialog, { keydown: byKey, click: byClick });
  openDialog(dialog.id);
  buttons[0].focus();
}

/**
 * Ask whether a 1 and a 0 are ten; calls `decide` with "ten", "two", "neither" or, unanswered, "".
 *
 * @param {string} label
 * @param {(meaning: string) => void} decide
 */
export function askTen(label, decide) {
  const dialog = dialogOf("ten-dialog");
  if (dialog.open) {
    return;
  }
  byId("ten-site").textContent = label;
  let meaning = "";
  const take = (/** @type {HTMLElement} */ button) => {
    meaning = button.dataset.ten ?? "";
    dialog.close();
  };
  const byKey = (/** @type {KeyboardEvent} */ event) => {
    const button = keyed(dialog, event.key);
    if (button) {
      event.preventDefault();
      take(button);
    }
  };
  const byClick = (/** @type {MouseEvent} */ event) => {
    const button = around(event, "[data-ten]");
    if (button) {
      take(button);
    }
  };
  listenWhileOpen(dialog, { keydown: byKey, click: byClick });
  onceClosed(dialog, () => decide(meaning));
  openDialog(dialog.id);
}

/**
 * Ask which part of the form to fill; calls `choose` with its scope. Each button says how many cells
 * it would fill; the smallest part is not offered where the next one is the same.
 *
 * @template {string} Scope
 * @param {string} id of the dialog, with a button [data-scope] for each part
 * @param {{scope: Scope, name: string, count: number}[]} parts smaller ones first
 * @param {(scope: Scope) => void} choose
 */
export function askPart(id, parts, choose) {
  const dialog = dialogOf(id);
  const [smallest, next] = parts;
  for (const part of parts) {
    const { scope, name, count } = part;
    const button = one(`[data-scope="${scope}"]`, dialog);
    one("[data-part]", button).textContent = `${name} (${count})`;
    button.hidden = count === 0 || (part === smallest && count === next.count);
  }
  const take = (/** @type {HTMLElement | null} */ button, /** @type {Event} */ event) => {
    if (button) {
      event.preventDefault(); // the field that gets the focus back must not get the key as well
      dialog.close();
      choose(/** @type {Scope} */ (button.dataset.scope));
    }
  };
  listenWhileOpen(dialog, {
    click: (event) => take(around(event, "[data-scope]"), event),
    keydown: (event) => take(keyed(dialog, event.key), event),
  });
  openDialog(dialog.id);
}

/** Show what is signed, as the server has it now, with the fields to sign it. */
export async function askSubmit() {
  const dialog = dialogOf("submit-dialog");
  const sheet = byId("submit-sheet");
  try {
    await window.htmx.ajax("GET", sheet.dataset.sheet ?? "", { target: sheet, swap: "innerHTML" });
  } catch {
    return; // no connection: offline.js says so
  }
  if (dialog.open || !sheet.children.length) {
    return;
  }
  // What is told outside of the dialog can be read and clicked only without it.
  const giveWay = () => dialog.close();
  listenWhileOpen(dialog, {
    "htmx:responseError": giveWay,
    "htmx:sendError": giveWay,
    "htmx:timeout": giveWay,
    "htmx:beforeSwap": ({ detail: { xhr } }) => {
      if (isSessionEnded(xhr.status, xhr.responseURL)) {
        giveWay();
      }
    },
  });
  onceClosed(dialog, () => sheet.replaceChildren()); // and the password in it
  openDialog(dialog.id);
}

/**
 * The button that a key stands for, when it is shown.
 *
 * @param {HTMLDialogElement} dialog
 * @param {string} key
 */
function keyed(dialog, key) {
  const found = dialog.querySelector(`[data-key="${CSS.escape(key)}"]:not([hidden])`);
  return /** @type {HTMLElement | null} */ (found);
}

/** @param {HTMLDialogElement} dialog @param {Listeners} listeners */
function listenWhileOpen(dialog, listeners) {
  const all = /** @type {[string, EventListener][]} */ (Object.entries(listeners));
  for (const [type, listener] of all) {
    dialog.addEventListener(type, listener);
  }
  onceClosed(dialog, () => {
    for (const [type, listener] of all) {
      dialog.removeEventListener(type, listener);
    }
  });
}

/**
 * Act when the dialog closes; news of an earlier closing that arrive late are not this one's.
 *
 * @param {HTMLDialogElement} dialog
 * @param {() => void} act
 */
function onceClosed(dialog, act) {
  const closed = () => {
    if (!dialog.open) {
      dialog.removeEventListener("close", closed);
      act();
    }
  };
  dialog.addEventListener("close", closed);
}
