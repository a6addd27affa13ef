// From stored values to grey, by a table of every value that 16 bits can hold.

const VALUES = 65536;
// A width of 1 is a threshold; below it the formula would divide by nothing.
const LEAST_SPAN = 1e-6;

/** @typedef {[centre: number, width: number]} GreyWindow in shown values */

/**
 * How stored values become shown ones: shown = (stored + offset) * slope + intercept.
 *
 * @typedef {object} Scale
 * @property {number} offset
 * @property {number} slope
 * @property {number} intercept
 * @property {[low: number, high: number] | null} padding stored values that stand for no tissue
 */

/** What a stored value stands for. @param {Scale} scale @param {number} stored */
export function shownValue({ offset, slope, intercept }, stored) {
  return (stored + offset) * slope + intercept;
}

/**
 * The grey, 0 to 255, of every stored value: the linear function of DICOM PS3.3, C.11.2.1.2.1.
 * Padding is black in negatives too: it is no tissue, and white would blind.
 *
 * @param {Scale} scale
 * @param {GreyWindow} window
 * @param {boolean} inverted low values are white
 * @param {Uint8ClampedArray} table is filled; 65536 long
 */
export function greyTable(scale, window, inverted, table = new Uint8ClampedArray(VALUES)) {
  const [centre, width] = window;
  const rise = 255 / Math.max(width - 1, LEAST_SPAN);
  // grey = ((shown - (centre - 0.5)) / (width - 1) + 0.5) * 255, as a line in the stored value
  let grey = (shownValue(scale, 0) - centre + 0.5) * rise + 127.5;
  let step = scale.slope * rise;
  if (inverted) {
    [grey, step] = [255 - grey, -step];
  }
  for (let stored = 0; stored < VALUES; stored += 1) {
    table[stored] = grey + step * stored;
  }
  if (scale.padding) {
    table.fill(0, scale.padding[0], scale.padding[1] + 1);
  }
  return table;
}
