// What follows from the scores, hints and totals, asked for when the keys rest: at most once a second.

import { showAnswer } from "./panel.js";

const REST_MS = 400;
const AT_MOST_EVERY_MS = 1000;

export class Review {
  /** @param {Wire} wire @param {string} url */
  constructor(wire, url) {
    this.wire = wire;
    this.url = url;
    this.askedAt = -AT_MOST_EVERY_MS;
  }

  /** Scores were stored: ask once nothing more has been for a moment. */
  changed() {
    clearTimeout(this.timer);
    const sinceAsked = performance.now() - this.askedAt;
    this.timer = setTimeout(() => this.#ask(), Math.max(REST_MS, AT_MOST_EVERY_MS - sinceAsked));
  }

  async #ask() {
    this.askedAt = performance.now();
    const outcome = await this.wire.get(this.url);
    if (outcome.kind === "done") {
      showAnswer(/** @type {any} */ (outcome.body));
    }
  }
}
