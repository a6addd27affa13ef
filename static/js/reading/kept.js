// Pages of the reading room without a form: they say which scores this browser still keeps for their
// reader. A submitted case lists its own; the worklist names the cases in which some wait.

import { one } from "../dom.js";
import { listOthers } from "./earlier.js";
import { openQueue } from "./keeping.js";
import { showUndelivered } from "./notices.js";
import { counted, given, holder, word } from "./words.js";

/** @param {ScoreQueue} queue */
async function listByCase(queue) {
  /** @type {Map<string, Found[]>} */
  const byCase = new Map();
  for (const found of await queue.waiting(true)) {
    byCase.set(found.case, [...(byCase.get(found.case) ?? []), found]);
  }
  /** @type {Found[]} */
  const lost = [];
  for (const [token, waiting] of byCase) {
    const url = given("caseUrl").replace(given("noCase"), token);
    const answer = await fetch(url, { method: "HEAD" });
    if (answer.status === 404) {
      lost.push(...waiting);
    } else {
      showWaiting(url, waiting.length);
    }
  }
  if (lost.length) {
    showUndelivered(lost, () => queue.discard(lost.map(({ id }) => id)));
  }
}

/** @param {string} url @param {number} n */
function showWaiting(url, n) {
  const box = one("[data-waiting]", holder);
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = word("sayOpenCase");
  line.append(`${counted("sayWaiting", n)} `, link);
  one("[data-waiting-list]", box).append(line);
  box.hidden = false;
}

const queue = openQueue(() => "");
if (queue) {
  const list = given("case") ? listOthers : listByCase;
  list(queue).catch(() => {}); // a browser that refuses its store keeps nothing to show
}
