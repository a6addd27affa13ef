// Which series are read for which feature. MRI: EULAR-OMERACT RA MRI reference image atlas
// (Ann Rheum Dis 2005;64 Suppl 1), its table of sequences and planes: synovitis on axial T1 before and
// after contrast, bone marrow oedema on coronal STIR or T2 with fat suppression, erosion on coronal
// T1, the break of the cortex confirmed on axial T1. Tendon sheaths: axial as well (RAMRIS 2016).

/** @typedef {"t1" | "contrast" | "fluid" | "film" | ""} Weighting */
/** @typedef {{plane: string, weighting: Weighting}} Slot */

/** @type {Record<string, Slot[]>} */
export const SLOTS = {
  erosion: [
    { plane: "coronal", weighting: "t1" },
    { plane: "axial", weighting: "t1" },
  ],
  bme: [
    { plane: "coronal", weighting: "fluid" },
    { plane: "axial", weighting: "fluid" },
  ],
  synovitis: [
    { plane: "axial", weighting: "t1" },
    { plane: "axial", weighting: "contrast" },
  ],
  tenosynovitis: [
    { plane: "axial", weighting: "t1" },
    { plane: "axial", weighting: "contrast" },
  ],
  jsn: [
    { plane: "coronal", weighting: "t1" },
    { plane: "axial", weighting: "t1" },
  ],
};

/** The features whose second slot is of use only where a reader asks for it. */
export const ONE_IS_ENOUGH = new Set(["bme", "jsn"]);

/**
 * What a series shows, from its kind: "t1", "t1_contrast", "stir", "t2_fs".
 *
 * @param {{kind: string, film: boolean}} series
 * @returns {Weighting}
 */
export function weightingOf({ kind, film }) {
  const words = kind.toLowerCase().split(/[^a-z0-9]+/);
  const has = (/** @type {string[]} */ ...some) => some.some((word) => words.includes(word));
  if (film) {
    return "film";
  }
  if (has("contrast", "gd", "post", "ce")) {
    return "contrast";
  }
  if (has("stir", "t2", "t2fs", "pd", "pdfs")) {
    return "fluid";
  }
  return has("t1") ? "t1" : "";
}
