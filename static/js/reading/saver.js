// Stores every entry at once, in order, and loses none: what could not be sent stays marked and is
// sent again when the server answers. One request is under way at a time.

import { csrfToken } from "../csrf.js";
import { isSessionEnded, reportSessionEnded } from "../offline.js";

const RETRY_MS = 3000;

/** Says that the request did not reach a working server; it can be sent again as it is. */
class Unreachable extends Error {}

/**
 * Send JSON and return whether it was done, and the answer's body.
 *
 * @throws {Unreachable} no connection, no session, or a fault of the server
 */
async function post(url, data) {
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify(data),
    });
  } catch {
    throw new Unreachable();
  }
  if (isSessionEnded(response.status, response.url)) {
    reportSessionEnded();
    throw new Unreachable();
  }
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (isJson && response.status < 500) {
    return { ok: response.ok, body: await response.json() };
  }
  if (response.status === 403 || response.status === 404) {
    return { ok: false, body: { error: { message: "You can't save in this case any more." } } };
  }
  throw new Unreachable();
}

export class Saver {
  /**
   * @param {object} options
   * @param {Map<string, string>} options.stored texts that the server holds, by cell name
   * @param {number} options.revision of the draft these texts belong to
   * @param {string} options.url where texts are saved
   * @param {object} options.listener told what happens: onState, onCell, onSaved, onAnswer,
   *   onTheirs, onConflict, onRefused, onHeld, onStopped
   */
  constructor({ stored, revision, url, listener }) {
    Object.assign(this, { stored, revision, url, listener });
    this.pending = new Map();
    this.sending = new Map();
    this.stopped = ""; // the sentence that says why nothing more can be stored
    this.idle = Promise.resolve();
    addEventListener("online", () => this.flush());
    addEventListener("focus", () => this.flush());
  }

  /** The number of entries that the server has not acknowledged. */
  get unsaved() {
    return new Set([...this.pending.keys(), ...this.sending.keys()]).size;
  }

  /** The text a cell has by this page's last word, acknowledged or not. */
  latest(name) {
    return this.pending.get(name) ?? this.sending.get(name) ?? this.stored.get(name) ?? "";
  }

  /** Whether the server has acknowledged a cell's last text. */
  isStored(name) {
    return !this.pending.has(name) && !this.sending.has(name);
  }

  /** Store a text; returns at once. */
  put(name, text) {
    this.pending.set(name, text);
    if (this.stopped) {
      this.stop(this.stopped);
      return;
    }
    this.listener.onCell(name, "saving");
    this.flush();
  }

  /** Send what waits, unless a request is under way: its end sends the rest. */
  flush() {
    if (this.sending.size || !this.pending.size || this.stopped) {
      return this.idle;
    }
    clearTimeout(this.timer);
    this.sending = this.pending;
    this.pending = new Map();
    this.listener.onState("saving");
    this.idle = this.send();
    return this.idle;
  }

  async send() {
    try {
      const marks = Object.fromEntries(this.sending);
      if (!this.settle(await post(this.url, { revision: this.revision, marks }))) {
        return;
      }
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      this.keepForLater();
      return;
    }
    if (this.pending.size) {
      await this.flush();
    } else {
      this.listener.onState("saved");
    }
  }

  /** Take the server's answer; returns whether what still waits can be sent. */
  settle({ ok, body }) {
    if (ok) {
      this.accept(body);
    } else if (body.cells) {
      this.merge(body);
    } else if (body.problems) {
      this.refuse(body);
    } else if (body.error.code === "case_withdrawn") {
      this.hold(body.error.message);
      return false;
    } else {
      this.stop(body.error.message);
      return false;
    }
    return true;
  }

  accept(body) {
    this.revision = body.revision;
    for (const name of this.sending.keys()) {
      // The server's spelling: a comma or a full-width digit came back as a plain number.
      this.stored.set(name, body.texts[name]);
      if (!this.pending.has(name)) {
        this.listener.onSaved(name, body.texts[name]);
      }
    }
    this.sending = new Map();
    this.listener.onAnswer(body);
  }

  /** Another tab was quicker: take over its entries, keep ours where it didn't touch the cell. */
  merge(body) {
    this.takeBack();
    this.revision = body.revision;
    const theirs = new Map(Object.entries(body.cells));
    for (const name of new Set([...theirs.keys(), ...this.stored.keys(), ...this.pending.keys()])) {
      const text = theirs.get(name) ?? "";
      const before = this.stored.get(name) ?? "";
      const mine = this.pending.get(name);
      this.stored.set(name, text);
      if (mine === undefined) {
        if (text !== before) {
          this.listener.onTheirs(name, text);
        }
      } else if (mine === text) {
        this.pending.delete(name);
        this.listener.onSaved(name, text);
      } else if (text !== before) {
        this.pending.delete(name);
        this.listener.onTheirs(name, text);
        this.listener.onConflict(name, mine, text);
      }
    }
  }

  /** The server names cells it can't take; the others of the request are sent again. */
  refuse(body) {
    this.takeBack();
    for (const [name, message] of Object.entries(body.problems)) {
      this.pending.delete(name);
      this.listener.onRefused(name, message);
    }
  }

  /** Nothing more can be stored here: submitted or closed meanwhile. */
  stop(message) {
    this.markUnsent();
    this.stopped = message;
    this.listener.onStopped(message);
  }

  /** The case is not read at present: the next entry, or coming back to the page, tries again. */
  hold(message) {
    this.markUnsent();
    this.listener.onHeld(message);
  }

  keepForLater() {
    this.markUnsent();
    this.listener.onState("offline");
    this.timer = setTimeout(() => this.flush(), RETRY_MS);
  }

  /** Put what was under way back into the queue, behind anything typed since. */
  takeBack() {
    this.pending = new Map([...this.sending, ...this.pending]);
    this.sending = new Map();
  }

  markUnsent() {
    this.takeBack();
    for (const name of this.pending.keys()) {
      this.listener.onCell(name, "unsent");
    }
  }

  /** Ask for something that changes many cells; waits for the queue first. */
  async ask(url, data) {
    await this.flush();
    if (this.unsaved) {
      return null;
    }
    try {
      const answer = await post(url, { ...data, revision: this.revision });
      if (answer.ok) {
        this.revision = answer.body.revision;
        for (const [name, text] of Object.entries(answer.body.cells)) {
          this.stored.set(name, text);
        }
        this.listener.onAnswer(answer.body);
        return answer.body;
      }
      this.settle(answer);
    } catch (error) {
      if (!(error instanceof Unreachable)) {
        throw error;
      }
      this.listener.onState("offline");
    }
    return null;
  }
}
