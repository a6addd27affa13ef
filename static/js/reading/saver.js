// Stores every entry at once, in order, and loses none: what could not be sent stays marked and is
// sent again when the server answers. One request is under way at a time.

import { elapsed, moment } from "./clock.js";
import { Ledger } from "./ledger.js";
import { merged } from "./merge.js";
import { isSame } from "./texts.js";

const RETRY_MS = 3000;

export class Saver {
  /**
   * @param {object} options
   * @param {Map<string, string>} options.stored texts that the server holds, by cell name
   * @param {number} options.revision of the draft these texts belong to
   * @param {string} options.url where texts are saved
   * @param {Wire} options.wire
   * @param {ScoreQueue | null} options.queue keeps what is not acknowledged
   * @param {ActiveTime} options.time at work, told along
   * @param {Listener} options.listener
   */
  constructor({ stored, revision, url, wire, queue, time, listener }) {
    this.ledger = new Ledger(stored);
    this.revision = revision;
    this.url = url;
    this.wire = wire;
    this.queue = queue;
    this.time = time;
    this.listener = listener;
    this.stopped = ""; // the sentence that says why nothing more can be stored
    this.paused = false; // while the session is not the reader's own
    this.soon = false; // whether the key under way sends what it changed when it is over
    /** @type {Promise<void>} */
    this.idle = Promise.resolve();
  }

  /** The number of entries that the server has not acknowledged. */
  get unsaved() {
    return this.ledger.unsaved;
  }

  /** The text a cell has by this page's last word, acknowledged or not. @param {string} name */
  latest(name) {
    return this.ledger.latest(name);
  }

  /**
   * Store a text; returns at once.
   *
   * @param {string} name
   * @param {string} text
   * @param {boolean} isUndo
   */
  put(name, text, isUndo = false) {
    this.queue?.keep({ name, text, known: this.ledger.known(name), at: moment() });
    this.ledger.add(name, { text, isUndo });
    if (this.stopped) {
      this.stop(this.stopped);
      return;
    }
    this.listener.onCell(name, this.paused ? "unsent" : "saving");
    this.listener.onState(this.paused ? "paused" : "saving");
    this.#flushSoon();
  }

  /**
   * What one key changed goes in one request, when the key's script is over; a timer would wait for
   * the frame to be drawn as well.
   */
  #flushSoon() {
    if (!this.soon) {
      this.soon = true;
      queueMicrotask(() => {
        this.soon = false;
        this.flush();
      });
    }
  }

  /** Send what waits, unless a request is under way: its end sends the rest. */
  flush() {
    const { pending, sending } = this.ledger;
    if (sending.size || !pending.size || this.stopped || this.paused) {
      return this.idle;
    }
    clearTimeout(this.timer);
    this.ledger.begin();
    this.listener.onState("saving");
    this.idle = this.#send();
    return this.idle;
  }

  async #send() {
    const marks = this.ledger.underWay;
    const active = this.time.takeInTurn(elapsed());
    const told = Object.keys(active).length ? { active } : {};
    const outcome = await this.wire.post(this.url, { revision: this.revision, marks, ...told });
    if (outcome.kind !== "done") {
      this.time.giveBack(active);
    }
    const goesOn = this.#settle(outcome);
    if (goesOn && this.ledger.pending.size) {
      await this.flush();
    } else if (goesOn) {
      this.listener.onState("saved");
    }
  }

  /** Take what became of a request; returns whether to send what waits. @param {Outcome} outcome */
  #settle(outcome) {
    if (outcome.kind === "done") {
      this.#accept(outcome.body);
      return true;
    }
    if (outcome.kind === "refused") {
      return this.#refused(outcome.body);
    }
    this.#markUnsent();
    if (outcome.kind === "unreachable") {
      this.listener.onState("offline");
      this.timer = setTimeout(() => this.flush(), RETRY_MS);
    } else {
      this.listener.onSessionLost(outcome);
    }
    return false;
  }

  /** @param {Answer} body */
  #refused(body) {
    if (body.cells) {
      this.#merge(body);
    } else if (body.problems) {
      this.#refuse(body.problems);
    } else if (body.error?.code === "case_withdrawn") {
      this.hold(body.error.message);
      return false;
    } else {
      this.stop(body.error?.message ?? "");
      return false;
    }
    return true;
  }

  /** @param {Answer} body */
  #accept(body) {
    this.revision = body.revision;
    // The server's spelling: a comma or a full-width digit came back as a plain number.
    for (const { name, text } of this.ledger.acknowledge(body.texts ?? {})) {
      if (this.ledger.isStored(name)) {
        this.queue?.drop(name);
        this.listener.onSaved(name, text);
      }
    }
    if (body.cells) {
      this.#merge(body);
    }
    this.listener.onAnswer();
  }

  /**
   * Another tab was quicker: take over its entries, keep ours where it didn't touch the cell.
   *
   * @param {Answer} body
   */
  #merge(body) {
    this.ledger.takeBack();
    this.revision = body.revision;
    const theirs = new Map(Object.entries(body.cells ?? {}));
    for (const found of merged(this.ledger, theirs)) {
      const { name, text, before, mine } = found;
      this.ledger.stored.set(name, text);
      if (found.kind === "theirs" && text !== before) {
        this.listener.onTheirs(name, text);
      } else if (found.kind === "same") {
        this.giveUp(name);
        this.listener.onSaved(name, text);
      } else if (found.kind === "conflict") {
        this.listener.onTheirs(name, text);
        this.#contest(name, /** @type {Entry} */ (mine), text);
      }
    }
    this.ledger.attempted.clear();
  }

  /** @param {string} name @param {Entry} mine @param {string} theirs */
  #contest(name, mine, theirs) {
    if (mine.isUndo) {
      this.giveUp(name);
      this.listener.onUndoLost(name);
      return;
    }
    this.ledger.pending.delete(name);
    this.ledger.contested.set(name, mine.text); // it stays in the queue until its reader decides
    this.listener.onConflict(name, mine.text, theirs);
  }

  /** The server has a text, or its reader gives it up: it waits no longer. @param {string} name */
  giveUp(name) {
    this.ledger.forget(name);
    this.queue?.drop(name);
  }

  /**
   * The server names cells it can't take; the others are sent again.
   *
   * @param {Record<string, string>} problems
   */
  #refuse(problems) {
    this.ledger.takeBack();
    for (const [name, message] of Object.entries(problems)) {
      const text = this.latest(name);
      this.giveUp(name);
      this.listener.onRefused(name, text, message);
    }
  }

  /**
   * Take what an earlier visit left: it is sent where the server's cell is as it was then.
   *
   * @param {Kept[]} left
   * @returns {Kept[]} what is sent
   */
  adopt(left) {
    const sent = [];
    for (const one of left) {
      const { name, text, known } = one;
      const stored = this.ledger.storedText(name);
      // What is stored already is sent as well: an older word may still be on its way.
      if ([text, ...known].some((expected) => isSame(expected, stored))) {
        this.ledger.attempted.set(name, new Set(known));
        this.ledger.add(name, { text, isUndo: false });
        this.listener.onCell(name, "saving");
        sent.push(one);
      } else {
        this.#contest(name, { text, isUndo: false }, stored);
      }
    }
    this.#flushSoon();
    return sent;
  }

  /** Nothing more can be stored here: submitted or closed meanwhile. @param {string} message */
  stop(message) {
    this.#markUnsent();
    this.stopped = message;
    this.listener.onStopped(message);
  }

  /** The case is not read at present: the next entry tries again. @param {string} message */
  hold(message) {
    this.#markUnsent();
    this.listener.onHeld(message);
  }

  /** The session is not the reader's own: everything waits. */
  pause() {
    this.paused = true;
    this.#markUnsent();
  }

  /** The session is the reader's own again. */
  resume() {
    this.paused = false;
    this.flush();
  }

  #markUnsent() {
    this.ledger.takeBack();
    for (const name of this.ledger.pending.keys()) {
      this.listener.onCell(name, "unsent");
    }
  }

  /**
   * Ask for something that changes many cells; waits for the queue first.
   *
   * @param {string} url @param {object} data
   * @returns {Promise<Record<string, string> | null>} the cells, or null when it was not done
   */
  async ask(url, data) {
    await this.flush();
    if (this.unsaved) {
      return null;
    }
    const outcome = await this.wire.post(url, { ...data, revision: this.revision });
    if (outcome.kind !== "done") {
      this.#settle(outcome);
      return null;
    }
    const cells = outcome.body.cells ?? {};
    this.revision = outcome.body.revision;
    Object.entries(cells).forEach(([name, text]) => this.ledger.stored.set(name, text));
    this.listener.onAnswer();
    return cells;
  }
}
