// What is known of each series: its manifest, fetched once, and how it was looked at last.

import { wholeView } from "./geometry.js";
import { fetchManifest } from "./wire.js";

/** @typedef {{slice: number, view: View, window: GreyWindow, inverted: boolean}} Look of a series */

/**
 * How a series is shown at first: its middle slice, whole, as it was made.
 *
 * @param {Manifest} manifest
 * @returns {Look}
 */
export function firstLook(manifest) {
  return {
    slice: Math.floor((manifest.n - 1) / 2),
    view: wholeView(manifest),
    window: manifest.window,
    inverted: false,
  };
}

export class SeriesStore {
  /** @param {(address: string) => Promise<Manifest>} fetcher */
  constructor(fetcher = fetchManifest) {
    this.fetcher = fetcher;
    /** @type {Map<string, Promise<Manifest>>} by address */
    this.manifests = new Map();
    /** @type {Map<string, Spacing | null>} by the manifest's address */
    this.spacings = new Map();
    /** @type {Map<string, Look>} by the series' key */
    this.looks = new Map();
  }

  /** One that did not come is asked for again the next time. @param {string} address */
  manifestOf(address) {
    let found = this.manifests.get(address);
    if (!found) {
      found = this.fetcher(address);
      this.manifests.set(address, found);
      found.then(
        ({ spacing }) => this.spacings.set(address, spacing),
        () => this.manifests.delete(address),
      );
    }
    return found;
  }

  /** The spacing of a series, once its manifest is here. @param {Series} series */
  spacingOf(series) {
    return this.spacings.get(series.manifest) ?? null;
  }

  /** How a series was seen last. @param {string} key @param {Manifest} manifest */
  lookOf(key, manifest) {
    const look = this.looks.get(key) ?? firstLook(manifest);
    this.looks.set(key, look);
    return look;
  }
}
