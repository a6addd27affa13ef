// What the viewer asks the server for.

import { unpack } from "./planes.js";

/**
 * @typedef {object} Manifest of a series; shown value = (stored + offset) * slope + intercept
 * @property {number} rows
 * @property {number} columns
 * @property {number} n how many frames
 * @property {Spacing | null} spacing
 * @property {number | null} thickness mm
 * @property {number[]} z mm from the stack's middle
 * @property {GreyWindow} window
 * @property {{name: string, window: GreyWindow}[]} presets
 * @property {boolean} inverted low values are white
 * @property {number} offset
 * @property {number} slope
 * @property {number} intercept
 * @property {[number, number] | null} padding
 * @property {Relation | null} relation
 * @property {string | null} preview
 * @property {string[]} frames
 */

/** @param {string} address @param {AbortSignal} [signal] */
async function got(address, signal) {
  const answer = await fetch(address, { signal, credentials: "same-origin" });
  if (!answer.ok) {
    throw new Error(`status-${answer.status}`);
  }
  return answer;
}

/** @param {string} address @returns {Promise<Manifest>} */
export async function fetchManifest(address) {
  return (await got(address)).json();
}

/** @param {string} address @param {number} count @param {AbortSignal} signal */
export async function fetchFrame(address, count, signal) {
  const answer = await got(address, signal);
  return unpack(new Uint8Array(await answer.arrayBuffer()), count);
}

/** A small picture, drawn by the server, to look at until the frame is here. @param {string} address */
export async function fetchPreview(address) {
  return createImageBitmap(await (await got(address)).blob());
}
