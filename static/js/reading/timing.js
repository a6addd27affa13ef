// Tells the accumulator of active time what happens on the page, and tells the server in turn: with a
// save, every half minute while nothing is saved, before signing, and when the page goes.

import { elapsed } from "./clock.js";
import { given } from "./words.js";

const TELL_EVERY_MS = 30_000;

/** Tell what was not told yet. @param {Desk} desk */
export async function tellTime({ session, time, wire }) {
  const active = session.isOwn ? time.take(elapsed()) : {};
  if (Object.keys(active).length) {
    const outcome = await wire.post(given("time"), { active });
    if (outcome.kind !== "done") {
      time.giveBack(active);
    }
  }
}

/**
 * Listen to the page. What is done outside the form, such as looking over the sheet, belongs to no
 * site.
 *
 * @param {Desk} desk
 */
export function listenToTime(desk) {
  const { form, time, wire } = desk;
  const input = (/** @type {Event} */ { target }) =>
    time.input(form.contains(/** @type {Node} */ (target)) ? desk.current.site.code : "", elapsed());
  for (const kind of ["keydown", "pointerdown", "focusin", "change"]) {
    document.addEventListener(kind, input);
  }
  document.addEventListener("focusout", () => time.leave(elapsed()));
  document.addEventListener("visibilitychange", () =>
    time.see(document.visibilityState === "visible", elapsed()),
  );
  setInterval(() => tellTime(desk), TELL_EVERY_MS);
  addEventListener("pagehide", () => {
    const active = time.take(elapsed());
    if (Object.keys(active).length) {
      wire.leave(given("time"), { active });
    }
  });
}
