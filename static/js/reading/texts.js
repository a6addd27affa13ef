// Texts of cells as the server would spell them, so that two spellings of one score are no change.

/**
 * A comma is a point, letters are capital, full-width digits are digits.
 *
 * @param {string} text
 */
export function spelled(text) {
  return text.normalize("NFKC").trim().replace(",", ".").toUpperCase();
}

/** Tell whether two texts stand for the same entry. @param {string} one @param {string} other */
export function isSame(one, other) {
  return one === other || spelled(one) === spelled(other);
}
