// What the form shows when the server answers, and while digits wait for the next key.

import { showConflict, showSession, showState, showUndelivered } from "./notices.js";
import { say, showCounts } from "./panel.js";
import { word } from "./words.js";

/**
 * What a saver tells.
 *
 * @typedef {object} Listener
 * @property {(state: "saving" | "saved" | "offline" | "paused") => void} onState
 * @property {(name: string, state: "saving" | "unsent") => void} onCell
 * @property {(name: string, text: string) => void} onSaved the server has a cell's last text
 * @property {() => void} onAnswer scores were stored: what follows from them may be asked for
 * @property {(name: string, text: string) => void} onTheirs another tab's score is shown now
 * @property {(name: string, mine: string, theirs: string) => void} onConflict both were typed
 * @property {(name: string) => void} onUndoLost another tab was there first: nothing is taken back
 * @property {(name: string, text: string, message: string) => void} onRefused
 * @property {(outcome: {kind: "out"} | {kind: "other", name: string}) => void} onSessionLost
 * @property {(message: string) => void} onHeld
 * @property {(message: string) => void} onStopped
 */

/** What the form does with the news of its saver. @param {Desk} desk @returns {Listener} */
export function saverListener(desk) {
  const { cells } = desk;
  return {
    onState(state) {
      if (state === "paused") {
        showLoss(desk);
      } else {
        showState(state, desk.saver.unsaved);
      }
    },
    onCell(name, state) {
      if (name !== desk.digits.cell?.name) {
        cells.mark(cells.named(name), state);
      }
    },
    onSaved: (name, text) => showStored(desk, name, text),
    onAnswer: () => desk.review.changed(),
    onTheirs(name, text) {
      showStored(desk, name, text);
      say(word("sayTheirs"));
      showCounts(cells);
    },
    onConflict: (name, mine, theirs) => askWhich(desk, name, mine, theirs),
    onUndoLost: (name) => say(word("sayNewer", { site: desk.describe(cells.named(name)) })),
    onRefused(name, text, message) {
      desk.undone.forget(name, text);
      cells.mark(cells.named(name), "invalid", message);
      say(message);
      showCounts(cells);
    },
    onSessionLost: (who) => desk.session.learn(who),
    onHeld: (message) => sayUnsaved(desk, message, "sayHeld"),
    onStopped(message) {
      sayUnsaved(desk, message, desk.queue ? "sayStopped" : "sayStoppedUnkept");
      listUnsent(desk);
    },
  };
}

/** What the form does when its reader's session is lost or back. @param {Desk} desk */
export function sessionListener(desk) {
  return (/** @type {Who} */ who) => {
    const { form, saver } = desk;
    if (who.kind === "own") {
      saver.resume();
      if (!form.contains(document.activeElement)) {
        desk.focus(desk.current); // the link that was followed to sign in is gone
      }
    } else {
      saver.pause();
    }
    showLoss(desk);
  };
}

/** Say whose session it is where it is not the reader's own, and how much waits. @param {Desk} desk */
function showLoss({ saver, session: { isOwn, who } }) {
  showSession(who, saver.unsaved);
  if (!isOwn) {
    showState(who.kind, saver.unsaved);
  }
}

/** @param {Desk} desk @param {string} name @param {string} mine @param {string} theirs */
function askWhich(desk, name, mine, theirs) {
  const cell = desk.cells.named(name);
  desk.undone.forget(name, mine);
  showConflict({
    label: desk.describe(cell),
    mine,
    theirs,
    useMine: () => desk.enter(cell, mine),
    keepTheirs: () => desk.saver.giveUp(name),
  });
}

/** What waits and can't be delivered any more, to be noted or given up. @param {Desk} desk */
function listUnsent(desk) {
  const { cells, saver } = desk;
  const entries = [...saver.ledger.pending].map(([name, { text }]) => ({
    label: desk.describe(cells.named(name)),
    text,
  }));
  showUndelivered(entries, () => {
    for (const name of [...saver.ledger.pending.keys()]) {
      saver.giveUp(name);
      cells.show(cells.named(name), saver.ledger.storedText(name), "saved");
    }
    showCounts(cells);
    desk.focus(desk.current);
  });
}

/**
 * What the form does with digits as they are typed.
 *
 * @param {Desk} desk
 * @returns {Target}
 */
export function digitTarget(desk) {
  const { cells, form } = desk;
  return {
    takesTen: (cell) => cell.site.max >= 10,
    score: (cell, text) => desk.score(cell, text),
    next: (cell) => desk.nextOf(cell),
    go: (cell) => desk.focus(cell),
    show(cell, text) {
      cell.input.value = text;
      cells.mark(cell, "typing");
      cell.td.dataset.meanings = form.dataset.sayMeanings;
      cell.td.toggleAttribute("data-held", desk.digits.held);
      say(desk.digits.held ? (form.dataset.sayTen ?? "") : "", "info");
    },
    clear(cell) {
      const { ledger } = desk.saver;
      cells.show(cell, ledger.latest(cell.name), ledger.isStored(cell.name) ? "saved" : "unsent");
      cell.td.removeAttribute("data-held");
      say("");
    },
    refuse(cell, why) {
      flash(cell);
      say((why === "ten" ? form.dataset.sayTen : form.dataset.sayEnd) ?? "");
    },
  };
}

/**
 * Say why nothing is saved, and that what was typed still stands here.
 *
 * @param {Desk} desk
 * @param {string} message
 * @param {string} what
 */
function sayUnsaved({ saver }, message, what) {
  showState("failed", saver.unsaved);
  say(`${message} ${word(what)}`);
}

/**
 * Show what the server has stored, unless something is being typed over it.
 *
 * @param {Desk} desk
 * @param {string} name
 * @param {string} text
 */
function showStored(desk, name, text) {
  if (name !== desk.digits.cell?.name) {
    desk.cells.show(desk.cells.named(name), text, "saved");
  }
}

/** Show for a moment that a key was refused. @param {Cell} cell */
function flash(cell) {
  cell.td.removeAttribute("data-flash");
  void cell.td.offsetWidth; // starts the animation anew when keys come fast
  cell.td.setAttribute("data-flash", "");
}
