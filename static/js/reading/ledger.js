// What the server is known to hold, and what of this page's words it has not acknowledged.

/** @typedef {{text: string, isUndo: boolean}} Entry that waits */

export class Ledger {
  /** @param {Map<string, string>} stored texts that the server holds, by cell name */
  constructor(stored) {
    this.stored = stored;
    /** @type {Map<string, Entry>} */
    this.pending = new Map();
    /** @type {Map<string, Entry>} */
    this.sending = new Map();
    /**
     * @type {Map<string, Set<string>>} texts that were sent, and may be stored without an answer
     */
    this.attempted = new Map();
    /** @type {Map<string, string>} own texts beside another tab's, until their reader decides */
    this.contested = new Map();
  }

  /** The number of entries that the server has not acknowledged. */
  get unsaved() {
    return new Set([...this.pending.keys(), ...this.sending.keys()]).size;
  }

  /** The text a cell has by this page's last word, acknowledged or not. @param {string} name */
  latest(name) {
    return (this.pending.get(name) ?? this.sending.get(name))?.text ?? this.storedText(name);
  }

  /** The text a cell has on the server, as far as is known. @param {string} name */
  storedText(name) {
    return this.stored.get(name) ?? "";
  }

  /** Whether the server has acknowledged a cell's last text. @param {string} name */
  isStored(name) {
    return !this.pending.has(name) && !this.sending.has(name);
  }

  /**
   * The texts that the server could hold in a cell without another tab's doing.
   *
   * @param {string} name
   */
  known(name) {
    return [...new Set([this.storedText(name), ...(this.attempted.get(name) ?? [])])];
  }

  /** A new word of this page. @param {string} name @param {Entry} entry */
  add(name, entry) {
    this.contested.delete(name);
    this.pending.set(name, entry);
  }

  /** What waits is under way from now on. */
  begin() {
    this.sending = this.pending;
    this.pending = new Map();
    for (const [name, { text }] of this.sending) {
      this.attempted.set(name, (this.attempted.get(name) ?? new Set()).add(text));
    }
  }

  /** The texts under way, by cell name. */
  get underWay() {
    return Object.fromEntries([...this.sending].map(([name, { text }]) => [name, text]));
  }

  /** Put what was under way back, behind anything typed since. */
  takeBack() {
    this.pending = new Map([...this.sending, ...this.pending]);
    this.sending = new Map();
  }

  /**
   * The server took what was under way, in its own spelling.
   *
   * @param {Record<string, string>} texts
   */
  acknowledge(texts) {
    const sent = Object.entries(this.underWay);
    const acknowledged = sent.map(([name, text]) => ({ name, text: texts[name] ?? text }));
    this.sending = new Map();
    for (const { name, text } of acknowledged) {
      this.stored.set(name, text);
      this.attempted.delete(name);
    }
    return acknowledged;
  }

  /** The server has it, or nobody wants it any more. @param {string} name */
  forget(name) {
    this.pending.delete(name);
    this.contested.delete(name);
  }
}
