// Requests of the form: what became of each, in words that the rest of the form acts on. A lost
// session, another person's session and a lost connection are three different things.

/**
 * @typedef {object} Answer the body of an answer of the server
 * @property {number} revision
 * @property {Record<string, string>} [texts]
 * @property {Record<string, string>} [cells]
 * @property {Record<string, string>} [problems]
 * @property {{code: string, message: string}} [error]
 */

/**
 * What became of a request: done or refused by the server; "out": nobody is signed in; "other":
 * somebody else is, by that name; "unreachable": it can be sent again as it is.
 *
 * @typedef {{kind: "done", body: Answer} | {kind: "refused", body: Answer}
 *   | {kind: "out"} | {kind: "other", name: string} | {kind: "unreachable"}} Outcome
 */

/**
 * @typedef {{kind: "own"} | {kind: "out"} | {kind: "other", name: string} | {kind: "unreachable"}}
 *   Who
 */

/** A request without an answer is given up after this time, and sent again. */
const PATIENCE_MS = 20_000;

export class Wire {
  /**
   * @param {object} options
   * @param {string} options.reader the opaque name of who opened the page
   * @param {string} options.whoUrl says who is signed in
   * @param {string} options.signInPath where the server sends who is not signed in
   * @param {string} options.gone the sentence for a case that can't be reached any more
   * @param {() => string} options.token the CSRF token as the browser has it now
   * @param {typeof fetch} [options.request]
   */
  constructor({ reader, whoUrl, signInPath, gone, token, request = (...args) => fetch(...args) }) {
    this.reader = reader;
    this.whoUrl = whoUrl;
    this.signInPath = signInPath;
    this.gone = gone;
    this.token = token;
    this.request = request;
  }

  /**
   * Send JSON. A token that was renewed meanwhile is fetched, and the request sent once more.
   *
   * @param {string} url @param {object} data
   * @returns {Promise<Outcome>}
   */
  async post(url, data) {
    const first = await this.#attempt(url, data);
    if (first.kind !== "doubtful") {
      return first;
    }
    const who = await this.who();
    if (who.kind !== "own") {
      return who;
    }
    const second = await this.#attempt(url, data);
    return second.kind === "doubtful" ? this.#refusal() : second;
  }

  /** Ask for JSON. @param {string} url @returns {Promise<Outcome>} */
  async get(url) {
    const outcome = await this.#attempt(url);
    return outcome.kind === "doubtful" ? { kind: "unreachable" } : outcome;
  }

  /**
   * Send JSON from a page that goes; nobody waits for the answer.
   *
   * @param {string} url
   * @param {object} data
   */
  leave(url, data) {
    this.request(url, { ...this.#sent(data), keepalive: true }).catch(() => {});
  }

  /** Ask who is signed in in this browser; the CSRF cookie is renewed. @returns {Promise<Who>} */
  async who() {
    const outcome = await this.#attempt(this.whoUrl);
    if (outcome.kind === "done") {
      const { reader, name } = /** @type {any} */ (outcome.body);
      return reader === this.reader ? { kind: "own" } : { kind: "other", name };
    }
    if (outcome.kind === "out" || outcome.kind === "unreachable") {
      return outcome;
    }
    return { kind: "other", name: "" };
  }

  /** @param {object | undefined} data @returns {RequestInit} */
  #sent(data) {
    const headers = { "X-Reader": this.reader };
    if (!data) {
      return { headers };
    }
    const typed = { "Content-Type": "application/json", "X-CSRFToken": this.token() };
    return { method: "POST", headers: { ...headers, ...typed }, body: JSON.stringify(data) };
  }

  /**
   * @param {string} url @param {object} [data]
   * @returns {Promise<Outcome | {kind: "doubtful"}>} doubtful: refused by something before the room
   */
  async #attempt(url, data) {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      return await this.#outcome(await this.request(url, { ...this.#sent(data), signal }));
    } catch {
      return { kind: "unreachable" };
    }
  }

  /** @param {Response} response @returns {Promise<Outcome | {kind: "doubtful"}>} */
  async #outcome(response) {
    const { status } = response;
    if (status === 401 || this.#isSignIn(response.url)) {
      return { kind: "out" };
    }
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    if (isJson && status < 500) {
      const body = await response.json();
      if (body.error?.code === "other_reader") {
        return { kind: "doubtful" };
      }
      return response.ok ? { kind: "done", body } : { kind: "refused", body };
    }
    if (status === 404) {
      return this.#refusal();
    }
    return { kind: status === 403 || response.redirected ? "doubtful" : "unreachable" };
  }

  /** @param {string} url */
  #isSignIn(url) {
    return Boolean(url) && new URL(url, "http://here/").pathname === this.signInPath;
  }

  /** @returns {Outcome} */
  #refusal() {
    return { kind: "refused", body: { revision: 0, error: { code: "gone", message: this.gone } } };
  }
}
