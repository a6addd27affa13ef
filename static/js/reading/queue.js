// Scores that the server has not acknowledged, kept in the browser: they outlive the tab, the
// session and the browser. They are written beside the keys, in batches; a key never waits for it.

import { importKey, seal, unseal } from "./cipher.js";
import { change, openScores, recordsOf } from "./database.js";

/**
 * What belongs together: scores are delivered only where all three agree.
 *
 * @typedef {object} Belonging
 * @property {string} reader the reader's opaque name
 * @property {string} case the case's token
 * @property {number} version of the reading
 */

/**
 * One cell's last word.
 *
 * @typedef {object} Kept
 * @property {string} name of the cell
 * @property {string} text
 * @property {string[]} known texts that the server could hold as far as its typist knew
 * @property {number} at when it was typed, in ms
 */

/**
 * @typedef {Kept & {id: string, case: string, version: number, label: string}} Found one as it is
 *   read back
 */

/** @param {StoredRecord} record */
const aboutOf = ({ id, reader, case: token, version }) =>
  JSON.stringify([id, reader, token, version]);

export class ScoreQueue {
  /**
   * @param {object} options
   * @param {Belonging} options.belonging
   * @param {string} options.secret the reader's key, in Base64
   * @param {string} options.tab a random name
   * @param {IDBFactory} options.factory
   * @param {Tabs} options.tabs
   * @param {(name: string) => string} options.describe site and column of a cell, in words
   * @param {(kept: boolean) => void} options.onKeeping told whether the browser keeps what is typed
   */
  constructor({ belonging, secret, tab, factory, tabs, describe, onKeeping }) {
    this.belonging = belonging;
    this.tab = tab;
    this.tabs = tabs;
    this.describe = describe;
    this.onKeeping = onKeeping;
    /** @type {Map<string, Kept>} what this tab keeps, by cell */
    this.live = new Map();
    /** @type {Map<string, string>} ids of this tab's records, by cell */
    this.ids = new Map();
    /** @type {Set<string>} cells whose record must be written or deleted */
    this.dirty = new Set();
    /** @type {Set<string>} records of tabs that are gone, to be deleted */
    this.gone = new Set();
    /** @type {Promise<void> | null} */
    this.writing = null;
    this.ready = this.#start(secret, factory);
    this.ready.catch(() => onKeeping(false));
  }

  /** @param {string} secret @param {IDBFactory} factory */
  async #start(secret, factory) {
    const [key, database] = await Promise.all([importKey(secret), openScores(factory)]);
    await this.tabs.hold(this.tab);
    return { key, database };
  }

  /** Keep a cell's last word; returns at once. @param {Kept} kept */
  keep(kept) {
    this.live.set(kept.name, kept);
    this.#touch(kept.name);
  }

  /** Forget a cell: the server has it, or its reader gave it up. @param {string} name */
  drop(name) {
    if (this.live.delete(name)) {
      this.#touch(name);
    }
  }

  /** @param {string} name */
  #touch(name) {
    this.dirty.add(name);
    this.written();
  }

  /** Resolves when the browser has stored everything told so far, or can't. */
  written() {
    this.writing ??= this.#write().finally(() => {
      this.writing = null;
    });
    return this.writing;
  }

  async #write() {
    await new Promise((resolve) => setTimeout(resolve)); // all changes of one key are one batch
    while (this.dirty.size || this.gone.size) {
      const names = [...this.dirty];
      const gone = [...this.gone];
      this.dirty.clear();
      this.gone.clear();
      try {
        await this.#writeBatch(names, gone);
      } catch {
        names.forEach((name) => this.dirty.add(name));
        gone.forEach((id) => this.gone.add(id));
        this.onKeeping(false);
        return; // the next change tries again
      }
      this.onKeeping(true);
    }
  }

  /** @param {string[]} names @param {string[]} gone */
  async #writeBatch(names, gone) {
    const { key, database } = await this.ready;
    const kept = names.flatMap((name) => this.live.get(name) ?? []);
    const records = await Promise.all(kept.map((one) => this.#sealed(key, one)));
    const dropped = names.filter((name) => !this.live.has(name)).map((name) => this.#idOf(name));
    await change(database, records, [...dropped, ...gone]);
  }

  /** @param {CryptoKey} key @param {Kept} kept @returns {Promise<StoredRecord>} */
  async #sealed(key, kept) {
    const record = { id: this.#idOf(kept.name), tab: this.tab, ...this.belonging };
    const about = aboutOf(/** @type {StoredRecord} */ (record));
    const plain = { ...kept, label: this.describe(kept.name) };
    return { ...record, ...(await seal(key, about, plain)) };
  }

  /** The id says nothing of the cell. @param {string} name */
  #idOf(name) {
    const id = this.ids.get(name) ?? `${this.tab}/${this.ids.size}`;
    this.ids.set(name, id);
    return id;
  }

  /**
   * Take over what tabs that are gone kept of this version: it is this tab's own from now on.
   *
   * @returns {Promise<Kept[]>} one a cell, the last word of each
   */
  async takeOver() {
    /** @type {Map<string, Kept>} */
    const taken = new Map();
    for (const tab of await this.#otherTabs()) {
      await this.tabs.ifGone(tab, async () => {
        const mine = await this.#read((record) => record.tab === tab && this.#belongs(record));
        mine.forEach((found) => this.#take(taken, found));
        await this.written();
      });
    }
    return [...taken.values()];
  }

  async #otherTabs() {
    const { database } = await this.ready;
    const records = await recordsOf(database, this.belonging.reader);
    const others = records.filter((record) => record.tab !== this.tab && this.#belongs(record));
    return new Set(others.map((record) => record.tab));
  }

  /** @param {StoredRecord} record */
  #belongs(record) {
    return record.case === this.belonging.case && record.version === this.belonging.version;
  }

  /** @param {Map<string, Kept>} taken @param {Found} found */
  #take(taken, { id, name, text, known, at }) {
    const before = taken.get(name);
    this.gone.add(id);
    if (this.live.has(name) && this.live.get(name) !== before) {
      return; // typed anew in this tab already
    }
    const later = before && before.at > at ? before : { name, text, known, at };
    const earlier = before && later !== before ? [before.text] : before ? [text] : [];
    const all = new Set([...known, ...(before?.known ?? []), ...earlier]);
    const merged = { ...later, known: [...all] };
    taken.set(name, merged);
    this.keep(merged);
  }

  /**
   * What waits of this reader in tabs that are gone: of this case's other versions, or of any case.
   *
   * @param {boolean} everywhere in all cases and versions
   * @returns {Promise<Found[]>}
   */
  async waiting(everywhere = false) {
    const { reader, case: token, version } = this.belonging;
    const { database } = await this.ready;
    const records = await recordsOf(database, reader);
    const living = await this.tabs.living(new Set(records.map((record) => record.tab)));
    return this.#read(
      (record) =>
        !living.has(record.tab) &&
        (everywhere || (record.case === token && record.version !== version)),
    );
  }

  /** Give up what waits, on its reader's word. @param {string[]} ids */
  async discard(ids) {
    ids.forEach((id) => this.gone.add(id));
    await this.written();
  }

  /**
   * Read the records that this key opens.
   *
   * @param {(record: StoredRecord) => boolean} wanted
   * @returns {Promise<Found[]>}
   */
  async #read(wanted) {
    const { key, database } = await this.ready;
    const records = (await recordsOf(database, this.belonging.reader)).filter(wanted);
    const opened = records.map(async (record) => {
      try {
        const plain = await unseal(key, aboutOf(record), record);
        return [{ ...plain, id: record.id, case: record.case, version: record.version }];
      } catch {
        return []; // sealed under a key that the site has no more
      }
    });
    return (await Promise.all(opened)).flat();
  }
}
