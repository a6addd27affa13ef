// Whose session the browser has. While it is not the one of who opened the page, nothing is sent;
// the room is asked again now and then, and whenever the window comes to the front.

const ASK_AGAIN_MS = 5000;

export class Session {
  /**
   * @param {object} options
   * @param {Wire} options.wire
   * @param {(who: Who) => void} options.onChange told when it is lost, taken by another, and back
   */
  constructor({ wire, onChange }) {
    this.wire = wire;
    this.onChange = onChange;
    /** @type {Who} */
    this.who = { kind: "own" };
  }

  get isOwn() {
    return this.who.kind === "own";
  }

  /** Take what a request found out. @param {Who} who */
  learn(who) {
    const changed = who.kind !== this.who.kind || nameOf(who) !== nameOf(this.who);
    this.who = who;
    clearTimeout(this.timer);
    if (who.kind !== "own") {
      this.timer = setTimeout(() => this.check(), ASK_AGAIN_MS);
    }
    if (changed) {
      this.onChange(who);
    }
  }

  /** Ask who is signed in; without an answer what is known stays. */
  async check() {
    const who = await this.wire.who();
    this.learn(who.kind === "unreachable" ? this.who : who);
  }
}

/** @param {Who} who */
function nameOf(who) {
  return who.kind === "other" ? who.name : "";
}
