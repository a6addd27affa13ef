// Small preferences of one browser. Never anything about a patient or a read.

/** Return the stored text, or null when there is none or storage is blocked. @param {string} key */
export function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/**
 * Store a text; null removes it. A browser that blocks storage simply forgets.
 *
 * @param {string} key
 * @param {string | null} value
 */
export function remember(key, value) {
  try {
    if (value === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, value);
    }
  } catch {
    // Forgetting a preference is no error.
  }
}
