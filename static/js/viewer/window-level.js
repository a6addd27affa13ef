// Windows: by drag, by preset, and by what a picture holds.

import { shownValue } from "./lut.js";

// A drag over so many pixels doubles the width, or moves the centre by the whole width.
const WHOLE_DRAG = 300;
const NARROWEST = 2;
// What a picture has at its ends is noise and a few bright vessels or letters.
const TAILS = 0.01;

/**
 * A window after a drag: rightwards wider, downwards darker (a higher centre shows less).
 *
 * @param {GreyWindow} start where the drag began
 * @param {number} dx CSS pixels to the right
 * @param {number} dy CSS pixels down
 * @returns {GreyWindow}
 */
export function draggedWindow([centre, width], dx, dy) {
  const wider = width * 2 ** (dx / WHOLE_DRAG);
  return [centre + (dy / WHOLE_DRAG) * width, Math.max(NARROWEST, wider)];
}

/**
 * The window that spreads what a frame holds over all greys, without its outermost hundredths.
 * Air around a hand says nothing: values at the frame's least are left out of the count.
 *
 * @param {Uint16Array} values
 * @param {Scale} scale
 * @returns {GreyWindow}
 */
export function autoWindow(values, scale) {
  const counts = new Uint32Array(65536);
  for (let i = 0; i < values.length; i += 1) {
    counts[values[i]] += 1;
  }
  if (scale.padding) {
    counts.fill(0, scale.padding[0], scale.padding[1] + 1);
  }
  const least = counts.findIndex((n) => n > 0);
  const rest = counts.subarray(least + 1);
  const total = rest.reduce((sum, n) => sum + n, 0);
  const low = least + 1 + quantile(rest, total * TAILS);
  const high = least + 1 + quantile(rest, total * (1 - TAILS));
  const ends = total ? [low, high] : [Math.max(0, least), Math.max(0, least)];
  const [first, last] = ends.map((stored) => shownValue(scale, stored));
  return [(first + last + 1) / 2, Math.max(NARROWEST, Math.abs(last - first) + 1)];
}

/** The first place at which more than `n` were counted. @param {Uint32Array} counts @param {number} n */
function quantile(counts, n) {
  let seen = 0;
  for (let place = 0; place < counts.length; place += 1) {
    seen += counts[place];
    if (seen > n) {
      return place;
    }
  }
  return counts.length - 1;
}

/**
 * The preset after the one that is shown; the first where none is.
 *
 * @param {{name: string, window: GreyWindow}[]} presets
 * @param {GreyWindow} window
 */
export function nextPreset(presets, window) {
  const now = presets.findIndex((preset) => isSameWindow(preset.window, window));
  return presets[(now + 1) % presets.length];
}

/** @param {GreyWindow} one @param {GreyWindow} other */
export function isSameWindow(one, other) {
  return one[0] === other[0] && one[1] === other[1];
}
