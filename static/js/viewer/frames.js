// Frames that were fetched, within a bound of bytes: the least recently shown goes first.

/**
 * @typedef {object} Wanted
 * @property {string} address
 * @property {number} count rows times columns
 */

/** @typedef {(address: string, count: number, signal: AbortSignal) => Promise<Uint16Array>} Fetcher */

export class FrameCache {
  /**
   * @param {Fetcher} fetcher
   * @param {number} most bytes that are kept
   * @param {number} atOnce how many neighbours are fetched side by side
   */
  constructor(fetcher, most = 384 * 2 ** 20, atOnce = 3) {
    this.fetcher = fetcher;
    this.most = most;
    this.atOnce = atOnce;
    this.bytes = 0;
    /** @type {Map<string, Uint16Array>} oldest first */
    this.kept = new Map();
    /** @type {Map<string, {promise: Promise<Uint16Array>, control: AbortController, wanted: boolean}>} */
    this.coming = new Map();
    /** @type {Wanted[]} */
    this.neighbours = [];
  }

  /** The frame of an address if it is here. @param {string} address */
  get(address) {
    const frame = this.kept.get(address);
    if (frame) {
      this.kept.delete(address);
      this.kept.set(address, frame);
    }
    return frame;
  }

  /** The frame of an address, fetched once however often it is asked for. @param {Wanted} wanted */
  load(wanted) {
    const frame = this.get(wanted.address);
    return frame ? Promise.resolve(frame) : this.fetch(wanted, true);
  }

  /** @param {Wanted} wanted @param {boolean} isWanted a pane waits for it */
  fetch({ address, count }, isWanted) {
    const under = this.coming.get(address);
    if (under) {
      under.wanted ||= isWanted;
      return under.promise;
    }
    const control = new AbortController();
    const promise = this.fetcher(address, count, control.signal).then(
      (frame) => {
        this.coming.delete(address);
        this.keep(address, frame);
        this.goOn();
        return frame;
      },
      (error) => {
        this.coming.delete(address);
        this.goOn();
        throw error;
      },
    );
    this.coming.set(address, { promise, control, wanted: isWanted });
    return promise;
  }

  /** @param {string} address @param {Uint16Array} frame */
  keep(address, frame) {
    this.kept.set(address, frame);
    this.bytes += frame.byteLength;
    for (const [oldest, old] of this.kept) {
      if (this.bytes <= this.most || oldest === address) {
        break;
      }
      this.kept.delete(oldest);
      this.bytes -= old.byteLength;
    }
  }

  /**
   * Fetch what may be shown next, nearest first; what was to come before and no pane waits for is
   * given up.
   *
   * @param {Wanted[]} list
   */
  prefetch(list) {
    const wanted = new Set(list.map(({ address }) => address));
    for (const [address, under] of this.coming) {
      if (!under.wanted && !wanted.has(address)) {
        under.control.abort();
      }
    }
    // Not more than fits beside what is shown: the list would push out its own beginning.
    let room = this.most / 2;
    this.neighbours = list.filter(({ count }) => (room -= 2 * count) >= 0);
    this.goOn();
  }

  goOn() {
    while (this.neighbours.length && this.coming.size < this.atOnce) {
      const next = /** @type {Wanted} */ (this.neighbours.shift());
      if (!this.kept.has(next.address)) {
        // A neighbour that does not come is asked for again when it is to be shown.
        this.fetch(next, false).catch(() => {});
      }
    }
  }

  /** Stop everything that is under way. */
  close() {
    this.neighbours = [];
    for (const { control } of this.coming.values()) {
      control.abort();
    }
  }
}

/**
 * The frames around a slice, nearest first, those ahead before those behind.
 *
 * @param {string[]} addresses @param {number} slice @param {number} count rows times columns
 * @returns {Wanted[]}
 */
export function around(addresses, slice, count) {
  const found = [];
  for (let far = 1; far < addresses.length; far += 1) {
    for (const at of [slice + far, slice - far]) {
      if (at >= 0 && at < addresses.length) {
        found.push({ address: addresses[at], count });
      }
    }
  }
  return found;
}
