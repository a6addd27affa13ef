// What would move the page while a button is pressed waits until the press has ended.
//
// Leaving a field happens at the press on the next button. An answer that came before the release
// and took a line would push that button from under the pointer: the browser then makes no click.

let held = false;
/** @type {(() => void)[]} */
const waiting = [];

/** Act at once, or when the button under the pointer is released. @param {() => void} act */
export function afterPress(act) {
  if (held) {
    waiting.push(act);
  } else {
    act();
  }
}

function release() {
  held = false;
  for (const act of waiting.splice(0)) {
    act();
  }
}

addEventListener(
  "pointerdown",
  () => {
    held = true;
  },
  true,
);
for (const end of ["pointerup", "pointercancel", "blur"]) {
  // The click follows the release in the same turn of the browser: a timer comes after it.
  addEventListener(end, () => setTimeout(release));
}
