// What the form says about saving as a whole: the state, the session, what can't be delivered.

import { byId, one } from "../dom.js";
import { setSaveState } from "../save-state.js";
import { counted, holder, word } from "./words.js";

/** @param {string} selector */
const part = (selector) => one(selector, holder);

/**
 * Show the state of saving, with how many entries wait.
 *
 * @param {string} state
 * @param {number} unsaved
 */
export function showState(state, unsaved) {
  const texts = {
    offline: counted("sayOffline", unsaved),
    out: counted("sayOut", unsaved),
    other: counted("sayOther", unsaved),
  };
  const text = texts[/** @type {keyof typeof texts} */ (state)];
  const shown = state === "out" || state === "other" ? "offline" : state;
  setSaveState(byId("reading-state"), /** @type {State} */ (shown), text);
}

/**
 * Say whose session the browser has, where it is not the reader's own; with a way to sign in.
 *
 * @param {Who} who
 * @param {number} unsaved
 */
export function showSession(who, unsaved) {
  const box = part("[data-session]");
  box.hidden = who.kind === "own" || who.kind === "unreachable";
  if (box.hidden) {
    return;
  }
  const isOther = who.kind === "other";
  part("[data-sign-in]").hidden = isOther;
  part("[data-sign-out]").hidden = !isOther; // the sign-in page is closed to who is signed in
  const name = isOther && who.name ? who.name : word("saySomebody");
  part("[data-session-text]").textContent = isOther
    ? counted("sayOtherReader", unsaved, { name })
    : counted("sayEnded", unsaved);
}

/**
 * List scores that can't be delivered, with a button that gives them up.
 *
 * @param {{label: string, text: string}[]} entries
 * @param {() => void} discard
 */
export function showUndelivered(entries, discard) {
  const box = part("[data-undelivered]");
  box.hidden = entries.length === 0;
  part("[data-undelivered-text]").textContent = counted("sayUndelivered", entries.length);
  part("[data-undelivered-list]").replaceChildren(
    ...entries.map(({ label, text }) => {
      const line = document.createElement("li");
      line.textContent = word("sayEntry", { label, text: text || word("sayEmpty") });
      return line;
    }),
  );
  part("[data-discard]").onclick = () => {
    box.hidden = true;
    discard();
  };
}

/**
 * List a cell that two tabs filled differently, with a button for each of the two.
 *
 * @param {object} conflict
 * @param {string} conflict.label site and column
 * @param {string} conflict.mine
 * @param {string} conflict.theirs
 * @param {() => void} conflict.useMine
 * @param {() => void} conflict.keepTheirs
 */
export function showConflict({ label, mine, theirs, useMine, keepTheirs }) {
  const list = byId("reading-conflicts");
  const line = document.createElement("li");
  const decide = (/** @type {string} */ text, /** @type {() => void} */ act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-link";
    button.textContent = text;
    button.addEventListener("click", () => {
      act();
      line.remove();
      list.hidden = !list.children.length;
    });
    return button;
  };
  const texts = { label, mine: mine || word("sayNothing"), theirs: theirs || word("sayNothing") };
  line.append(
    `${word("sayConflict", texts)} `,
    decide(word("sayUse", { text: mine || word("sayEmpty") }), useMine),
    " ",
    decide(word("sayKeep", { text: theirs || word("sayEmpty") }), keepTheirs),
  );
  list.append(line);
  list.hidden = false;
}
