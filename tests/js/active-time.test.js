import assert from "node:assert/strict";
import { test } from "node:test";

import { ActiveTime, IDLE_MS, MOST_SECONDS } from "../../static/js/reading/active-time.js";

const SECOND = 1000;

test("seconds belong to the site under the cursor", () => {
  const time = new ActiveTime();
  time.input("RAD", 0);
  time.input("ULN", 5 * SECOND);
  time.input("RAD", 7 * SECOND);
  assert.deepEqual(time.take(10 * SECOND), { RAD: 8, ULN: 2 });
  assert.deepEqual(time.take(10 * SECOND), {});
});

test("nobody is taken to read long after the last input", () => {
  const time = new ActiveTime();
  time.input("RAD", 0);
  assert.deepEqual(time.take(10 * IDLE_MS), { RAD: IDLE_MS / SECOND });
  time.input("RAD", 20 * IDLE_MS);
  assert.deepEqual(time.take(20 * IDLE_MS + 3 * SECOND), { RAD: 3 });
});

test("a window out of sight and a form without focus do not count", () => {
  const time = new ActiveTime();
  time.input("RAD", 0);
  time.see(false, 2 * SECOND);
  time.see(true, 10 * SECOND);
  time.leave(13 * SECOND);
  assert.deepEqual(time.take(30 * SECOND), { RAD: 5 });
});

test("parts of a second are not lost, and what was not told is told again", () => {
  const time = new ActiveTime();
  for (let at = 0; at < 10; at += 1) {
    time.input("RAD", at * 700);
    time.take(at * 700);
  }
  time.advance(7000);
  const told = time.take(7000);
  time.giveBack(told);
  assert.deepEqual(time.take(7000), told);
});

test("a request tells an hour of a site at most, the next one the rest", () => {
  const time = new ActiveTime();
  time.giveBack({ RAD: MOST_SECONDS + 10 });
  assert.deepEqual(time.take(0), { RAD: MOST_SECONDS });
  assert.deepEqual(time.take(0), { RAD: 10 });
});

test("what is told adds up, whatever happens in between", () => {
  const time = new ActiveTime();
  let seed = 7;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  let now = 0;
  let expected = 0;
  let told = 0;
  for (let step = 0; step < 2000; step += 1) {
    const pause = Math.floor(random() * 2 * IDLE_MS);
    time.input(random() < 0.5 ? "RAD" : "ULN", now);
    now += pause;
    expected += Math.min(pause, IDLE_MS);
    for (const seconds of Object.values(time.take(now))) {
      told += seconds;
    }
  }
  assert.ok(Math.abs(told * SECOND - expected) < 2 * SECOND, `${told} of ${expected / SECOND}`);
});
