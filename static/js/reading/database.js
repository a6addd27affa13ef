// The browser's store of scores that wait: one record a cell of a tab, sealed.

/**
 * A record as it lies in the store. Everything that tells of a score is sealed.
 *
 * @typedef {object} StoredRecord
 * @property {string} id tab and place in it
 * @property {string} tab the random name of the tab that typed it
 * @property {string} reader the reader's opaque name
 * @property {string} case the random token of the case
 * @property {number} version of the reading
 * @property {Uint8Array<ArrayBuffer>} iv
 * @property {ArrayBuffer} data
 */

const NAME = "reading-room";
const STORE = "scores";
const BY_READER = "reader";

/** Open the store, made when it is not there. @param {IDBFactory} factory */
export function openScores(factory) {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    const store = request.result.createObjectStore(STORE, { keyPath: "id" });
    store.createIndex(BY_READER, "reader");
  };
  return answerOf(request);
}

/**
 * Put and delete records, all or none.
 *
 * @param {IDBDatabase} database @param {StoredRecord[]} records @param {string[]} gone ids
 */
export function change(database, records, gone) {
  const transaction = database.transaction(STORE, "readwrite");
  const store = transaction.objectStore(STORE);
  for (const record of records) {
    store.put(record);
  }
  for (const id of gone) {
    store.delete(id);
  }
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    })
  );
}

/**
 * Every record of a reader.
 *
 * @param {IDBDatabase} database @param {string} reader
 * @returns {Promise<StoredRecord[]>}
 */
export function recordsOf(database, reader) {
  const store = database.transaction(STORE).objectStore(STORE);
  return answerOf(store.index(BY_READER).getAll(reader));
}

/**
 * @template Result
 * @param {IDBRequest<Result>} request
 * @returns {Promise<Result>}
 */
function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
