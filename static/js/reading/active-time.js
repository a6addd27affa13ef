// How long a reader was at work at each site, and at the case besides: only while the page has the
// focus, the window is seen, and something was entered a short while ago. Pure: every moment comes
// from outside.

/** After this long without an input nobody is taken to be reading. */
export const IDLE_MS = 60_000;

/** What is told with a save waits this long, so that most saves have nothing to tell. */
export const TELL_AFTER_MS = 15_000;

/** The most that a request may tell of one site, as the server has it. */
export const MOST_SECONDS = 3600;

export class ActiveTime {
  constructor() {
    /** @type {Map<string, number>} milliseconds by item code, not told yet; "" is no site */
    this.spent = new Map();
    /** @type {string | null} null while nobody is at the page */
    this.site = null;
    this.toldAt = 0;
    this.seen = true;
    this.since = 0;
    this.until = 0; // active up to here at most
  }

  /**
   * Something was entered or moved at a site, or at none of them.
   *
   * @param {string} site
   * @param {number} now in ms
   */
  input(site, now) {
    this.advance(now);
    this.site = site;
    this.until = now + IDLE_MS;
  }

  /** The page lost the focus; the next input brings it back. @param {number} now in ms */
  leave(now) {
    this.advance(now);
    this.site = null;
  }

  /** The window came to sight or went out of it. @param {boolean} seen @param {number} now in ms */
  see(seen, now) {
    this.advance(now);
    this.seen = seen;
  }

  /** Count what passed since the last news. @param {number} now in ms */
  advance(now) {
    const active = Math.min(now, this.until) - this.since;
    if (this.site !== null && this.seen && active > 0) {
      this.spent.set(this.site, (this.spent.get(this.site) ?? 0) + active);
    }
    this.since = now;
  }

  /**
   * Take the whole seconds that have not been told; what is left of a second stays.
   *
   * @param {number} now in ms
   * @returns {Record<string, number>} by item code
   */
  take(now) {
    this.advance(now);
    this.toldAt = now;
    /** @type {Record<string, number>} */
    const told = {};
    for (const [site, ms] of this.spent) {
      const seconds = Math.min(Math.floor(ms / 1000), MOST_SECONDS);
      if (seconds) {
        told[site] = seconds;
        this.spent.set(site, ms - seconds * 1000);
      }
    }
    return told;
  }

  /**
   * As `take`, but nothing when something was told a short while ago.
   *
   * @param {number} now in ms
   */
  takeInTurn(now) {
    return now - this.toldAt < TELL_AFTER_MS ? {} : this.take(now);
  }

  /** What could not be told is told with the next request. @param {Record<string, number>} told */
  giveBack(told) {
    for (const [site, seconds] of Object.entries(told)) {
      this.spent.set(site, (this.spent.get(site) ?? 0) + seconds * 1000);
    }
  }
}
