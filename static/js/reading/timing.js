// Tells the accumulator of active time what happens on the page, and tells the server in turn: with
// each save, every half minute while nothing is saved, and when the page goes.

const TELL_EVERY_MS = 30_000;

/** @param {Desk} desk @param {string} url */
export function listenToTime(desk, url) {
  const { form, time, wire } = desk;
  const input = () => time.input(desk.current.site.code, Date.now());
  for (const kind of ["keydown", "pointerdown", "focusin", "change"]) {
    form.addEventListener(kind, input);
  }
  form.addEventListener("focusout", () => time.leave(Date.now()));
  document.addEventListener("visibilitychange", () =>
    time.see(document.visibilityState === "visible", Date.now()),
  );
  setInterval(async () => {
    const active = desk.session.isOwn ? time.take(Date.now()) : {};
    if (Object.keys(active).length) {
      const outcome = await wire.post(url, { active });
      if (outcome.kind !== "done") {
        time.giveBack(active);
      }
    }
  }, TELL_EVERY_MS);
  addEventListener("pagehide", () => {
    const active = time.take(Date.now());
    if (Object.keys(active).length) {
      wire.leave(url, { active });
    }
  });
}
