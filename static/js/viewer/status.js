// What a screen reader hears: series and slice, once they stand still.

const SETTLED = 150;

export class Status {
  /** @param {HTMLElement} output */
  constructor(output) {
    this.output = output;
    this.timer = 0;
  }

  /** Say a sentence after the last of a row of steps. @param {string} sentence */
  settle(sentence) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.say(sentence), SETTLED);
  }

  /** Say a sentence now. @param {string} sentence */
  say(sentence) {
    clearTimeout(this.timer);
    if (this.output.textContent !== sentence) {
      this.output.textContent = sentence;
    }
  }
}
