// Slices one after the other, as in a film.

/**
 * How many slices are due, and since when the next one counts.
 *
 * @param {number} since ms @param {number} now ms @param {number} rate slices a second
 * @returns {{steps: number, since: number}}
 */
export function due(since, now, rate) {
  const each = 1000 / rate;
  const steps = Math.floor((now - since) / each);
  // A window that was hidden for a minute does not catch up.
  return steps > 3 ? { steps: 1, since: now } : { steps, since: since + steps * each };
}

export class Cine {
  /** @param {(steps: number) => void} step @param {number} rate slices a second */
  constructor(step, rate = 10) {
    this.step = step;
    this.rate = rate;
    this.frame = 0;
    this.since = 0;
  }

  get isRunning() {
    return this.frame !== 0;
  }

  start() {
    this.since = performance.now();
    this.frame = requestAnimationFrame((now) => this.next(now));
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  toggle() {
    if (this.isRunning) {
      this.stop();
    } else {
      this.start();
    }
  }

  /** @param {number} now */
  next(now) {
    const { steps, since } = due(this.since, now, this.rate);
    this.since = since;
    if (steps > 0) {
      this.step(steps);
    }
    this.frame = requestAnimationFrame((later) => this.next(later));
  }
}
