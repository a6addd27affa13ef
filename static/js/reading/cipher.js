// Seals what a browser keeps of a reader's scores. The key comes with the reader's own pages and is
// never stored here: whoever else uses this computer can neither read nor change what waits.

/** @typedef {{iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer}} Sealed */

const IV_BYTES = 12;

/** Take a 256-bit key in Base64; it can't be read out again. @param {string} secret */
export function importKey(secret) {
  const bytes = Uint8Array.from(atob(secret), (sign) => sign.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * Seal a plain object under a fresh random vector.
 *
 * @param {CryptoKey} key
 * @param {string} about what the object belongs to; it opens for nothing else
 * @param {object} plain
 * @returns {Promise<Sealed>}
 */
export async function seal(key, about, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(plain));
  return { iv, data: await crypto.subtle.encrypt(parameters(iv, about), key, text) };
}

/**
 * Open what was sealed; rejects when key or belonging are others, or a bit was changed.
 *
 * @param {CryptoKey} key @param {string} about @param {Sealed} sealed
 */
export async function unseal(key, about, { iv, data }) {
  const text = await crypto.subtle.decrypt(parameters(iv, about), key, data);
  return JSON.parse(new TextDecoder().decode(text));
}

/** @param {Uint8Array<ArrayBuffer>} iv @param {string} about */
function parameters(iv, about) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(about) };
}
