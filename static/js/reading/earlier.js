// Scores that an earlier visit typed and the server never acknowledged: sent when the form opens.

import { showUndelivered } from "./notices.js";
import { say, showCounts } from "./panel.js";
import { counted } from "./words.js";

/**
 * Send what waits for this form, and list what waits for another version.
 *
 * @param {Desk} desk
 */
export async function deliverEarlier(desk) {
  const { cells, queue, saver } = desk;
  if (!queue) {
    return;
  }
  try {
    const left = (await queue.takeOver()).filter(({ name }) => cells.byName.has(name));
    const sent = saver.adopt(left);
    for (const { name, text } of sent) {
      cells.show(cells.named(name), text, "saving");
    }
    if (sent.length) {
      say(counted("sayEarlier", sent.length), "info");
      showCounts(cells);
    }
    await listOthers(queue);
  } catch {
    // The browser refuses its store; the line below the form says so already.
  }
}

/**
 * List what can't be delivered here, until its reader gives it up.
 *
 * @param {ScoreQueue} queue
 */
export async function listOthers(queue) {
  const waiting = await queue.waiting();
  if (waiting.length) {
    showUndelivered(waiting, () => queue.discard(waiting.map(({ id }) => id)));
  }
}
