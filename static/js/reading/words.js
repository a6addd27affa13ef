// The sentences of the reading room's scripts, as the page carries them in its own language.

/** The element of the page that carries keys, addresses and sentences of what is kept. */
export const holder = /** @type {HTMLElement} */ (document.getElementById("kept-scores"));

/** A value that the page carries; the page is made with all of them. @param {string} key */
export function given(key) {
  return holder.dataset[key] ?? "";
}

/**
 * A sentence with its places filled.
 *
 * @param {string} key
 * @param {Record<string, string | number>} values
 */
export function word(key, values = {}) {
  return given(key).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place));
}

/**
 * The sentence for one or for several.
 *
 * @param {string} key @param {number} n @param {Record<string, string | number>} values
 */
export function counted(key, n, values = {}) {
  return word(`${key}${n === 1 ? "One" : "Several"}`, { ...values, n });
}
