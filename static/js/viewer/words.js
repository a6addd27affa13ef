// The viewer's sentences, as the page carries them in its own language.

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Words */

/**
 * Sentences of an element's data attributes, with their places filled.
 *
 * @param {DOMStringMap} texts
 * @returns {Words}
 */
export function wordsOf(texts) {
  return (key, values = {}) =>
    (texts[key] ?? "").replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * A number as it is read: one decimal below 100, none above.
 *
 * @param {number} value
 */
export function shortNumber(value) {
  return value.toFixed(Math.abs(value) < 100 ? 1 : 0);
}

/**
 * A measure in words, with its share of the bone.
 *
 * @param {Words} words @param {(Measure & {share?: number | null}) | null} found
 * @param {string} ofBone the sentence of the share
 */
export function measureText(words, found, ofBone = "sayShare") {
  if (!found) {
    return "";
  }
  const unit = { mm: "sayMm", mm2: "sayMm2", px: "sayPx", px2: "sayPx2" }[found.unit];
  const text = words(unit, { value: shortNumber(found.value) });
  const share = found.share ?? null;
  return share === null ? text : `${text}, ${words(ofBone, { percent: Math.round(share) })}`;
}
