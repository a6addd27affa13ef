// The questions of the form: why not scorable, ten or two scores, score the rest as normal, submit.

import { openDialog } from "../dialog.js";
import { isSessionEnded } from "../offline.js";

const byId = (id) => document.getElementById(id);

/** Ask for the reason of a cell; calls `choose` with its letters. */
export function askReason(label, choose) {
  const dialog = byId("reason-dialog");
  byId("reason-site").textContent = label;
  const buttons = [...dialog.querySelectorAll("[data-reason]")];
  const take = (button) => {
    dialog.close();
    choose(button.dataset.reason);
  };
  const byKey = (event) => {
    const button = buttons[Number(event.key) - 1];
    if (button) {
      event.preventDefault();
      take(button);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const at = buttons.indexOf(document.activeElement);
      buttons[(at + step + buttons.length) % buttons.length].focus();
    }
  };
  const byClick = (event) => {
    const button = event.target.closest("[data-reason]");
    if (button) {
      take(button);
    }
  };
  listenWhileOpen(dialog, { keydown: byKey, click: byClick });
  openDialog(dialog.id);
  buttons[0].focus();
}

/** Ask whether a 1 and a 0 are ten; calls `decide` with "ten", "two", "neither" or, unanswered, "". */
export function askTen(label, decide) {
  const dialog = byId("ten-dialog");
  if (dialog.open) {
    return;
  }
  byId("ten-site").textContent = label;
  let meaning = "";
  const take = (button) => {
    meaning = button.dataset.ten;
    dialog.close();
  };
  const byKey = (event) => {
    const button = dialog.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      take(button);
    }
  };
  const byClick = (event) => {
    const button = event.target.closest("[data-ten]");
    if (button) {
      take(button);
    }
  };
  listenWhileOpen(dialog, { keydown: byKey, click: byClick });
  onceClosed(dialog, () => decide(meaning));
  openDialog(dialog.id);
}

/** Ask whether the rest is normal; calls `choose` with "block" or "all". */
export function askRest({ name, block, all }, choose) {
  const dialog = byId("rest-dialog");
  dialog.querySelector('[data-rest="all"]').textContent = `The whole form (${all})`;
  const part = dialog.querySelector('[data-rest="block"]');
  part.textContent = `Only ${name} (${block})`;
  part.hidden = block === 0;
  const byClick = (event) => {
    const button = event.target.closest("[data-rest]");
    if (button) {
      dialog.close();
      choose(button.dataset.rest);
    }
  };
  listenWhileOpen(dialog, { click: byClick });
  openDialog(dialog.id);
}

/** Show what is signed, as the server has it now, with the fields to sign it. */
export async function askSubmit() {
  const dialog = byId("submit-dialog");
  const sheet = byId("submit-sheet");
  try {
    await window.htmx.ajax("GET", sheet.dataset.sheet, { target: sheet, swap: "innerHTML" });
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

function listenWhileOpen(dialog, listeners) {
  for (const [type, listener] of Object.entries(listeners)) {
    dialog.addEventListener(type, listener);
  }
  onceClosed(dialog, () => {
    for (const [type, listener] of Object.entries(listeners)) {
      dialog.removeEventListener(type, listener);
    }
  });
}

/** Act when the dialog closes; news of an earlier closing that arrive late are not this one's. */
function onceClosed(dialog, act) {
  const closed = () => {
    if (!dialog.open) {
      dialog.removeEventListener("close", closed);
      act();
    }
  };
  dialog.addEventListener("close", closed);
}
