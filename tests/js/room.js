// A reading room in memory for tests: a server that knows revisions, a browser whose tabs crash, a
// network that loses requests and answers. Time runs as fast as the tests like.

import { ActiveTime } from "../../static/js/reading/active-time.js";
import { ScoreQueue } from "../../static/js/reading/queue.js";
import { Saver } from "../../static/js/reading/saver.js";
import { Session } from "../../static/js/reading/session.js";
import { Wire } from "../../static/js/reading/wire.js";

export const SECRETS = {
  ada: Buffer.alloc(32, 1).toString("base64"),
  bob: Buffer.alloc(32, 2).toString("base64"),
};

export const turn = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));

/** Wait until something holds. */
export async function until(holds, what = "what was waited for") {
  for (let tries = 0; tries < 2000; tries += 1) {
    if (await holds()) {
      return;
    }
    await turn(1);
  }
  throw new Error(`${what} did not come`);
}

/** One draft, as scoring.services.save_scores keeps it, and whoever is signed in. */
export class Server {
  constructor() {
    this.texts = new Map();
    this.revision = 0;
    this.reader = "ada"; // who is signed in in this browser; "" for nobody
    this.token = "first";
    this.locked = false;
    this.refuses = () => false;
    this.requests = [];
    /** What the network does to the next requests: "cut" before, "lose" after, "" nothing. */
    this.weather = () => "";
  }

  /** The fetch of a tab, with the browser's cookies of then; a crash ends what is on its way. */
  fetchOf(browser, isAlive) {
    return async (url, { method = "GET", headers = {}, body } = {}) => {
      const weather = this.weather();
      await turn();
      if (weather === "cut" || !isAlive()) {
        throw new TypeError("network");
      }
      const answer = this.answer(url, method, headers, body && JSON.parse(body), browser);
      if (weather === "lose") {
        throw new TypeError("network");
      }
      return answer;
    };
  }

  answer(url, method, headers, data, browser) {
    if (method === "POST" && headers["X-CSRFToken"] !== this.token) {
      return respond(403, "<p>csrf</p>", "text/html");
    }
    if (!this.reader) {
      return respond(200, "<form>", "text/html", "http://here/sign-in/");
    }
    browser.token = this.token;
    if (url === "/who/") {
      return respond(200, { reader: this.reader, name: this.reader.toUpperCase() });
    }
    if (headers["X-Reader"] !== this.reader) {
      return refuse(403, "other_reader", {});
    }
    if (this.reader !== "ada") {
      return respond(404, "<p>", "text/html");
    }
    this.requests.push(data);
    return this.save(data);
  }

  save({ revision, marks }) {
    if (this.locked) {
      return refuse(409, "reading_locked", {});
    }
    const sent = Object.entries(marks);
    const wrong = sent.filter(([, text]) => this.refuses(text)).map(([name]) => [name, "no score"]);
    const problems = Object.fromEntries(wrong);
    if (wrong.length) {
      return refuse(422, "scores_refused", { problems });
    }
    const changed = sent.filter(([name, text]) => (this.texts.get(name) ?? "") !== text);
    const cells = () => Object.fromEntries(this.texts);
    if (changed.length && revision !== this.revision) {
      return refuse(409, "reading_changed", { revision: this.revision, cells: cells() });
    }
    const missed = revision !== this.revision;
    if (changed.length) {
      this.revision += 1;
      for (const [name, text] of changed) {
        if (text) {
          this.texts.set(name, text);
        } else {
          this.texts.delete(name);
        }
      }
    }
    const more = missed ? { cells: cells() } : {};
    return respond(200, { revision: this.revision, texts: marks, ...more });
  }
}

function respond(status, body, type = "application/json", url = "http://here/reading/") {
  return {
    status,
    ok: status < 300,
    redirected: !url.includes("reading"),
    url,
    headers: new Map([["Content-Type", type]]),
    json: async () => body,
  };
}

function refuse(status, code, more) {
  return respond(status, { error: { code, message: code }, ...more });
}

/** Locks of one browser: a crashed tab holds none. */
export class FakeTabs {
  constructor() {
    this.held = new Set();
    this.dead = new Set();
  }

  async hold(tab) {
    if (!this.dead.has(tab)) {
      this.held.add(tab);
    }
  }

  crash(tab) {
    this.dead.add(tab);
    this.held.delete(tab);
  }

  async ifGone(tab, act) {
    if (!this.held.has(tab)) {
      this.held.add(tab);
      await act().finally(() => this.held.delete(tab));
    }
  }

  async living(tabs) {
    return new Set([...tabs].filter((tab) => this.held.has(tab)));
  }
}

let opened = 0;

/** A tab with the form of the case, as the server renders it now. */
export class Tab {
  constructor({ server, browser, factory, reader = "ada", token = "case", version = 1 }) {
    this.name = `tab${(opened += 1)}`;
    this.browser = browser;
    this.heard = [];
    this.alive = true;
    const hear = (what) => (...news) => this.heard.push([what, ...news]);
    this.queue = new ScoreQueue({
      belonging: { reader, case: token, version },
      secret: SECRETS[reader],
      tab: this.name,
      factory,
      tabs: browser.tabs,
      describe: (name) => `site ${name}`,
      onKeeping: (kept) => (this.kept = kept),
    });
    const request = server.fetchOf(browser, () => this.alive);
    this.wire = new Wire({
      reader,
      whoUrl: "/who/",
      signInPath: "/sign-in/",
      gone: "gone",
      token: () => browser.token,
      // A crashed tab neither sends nor hears.
      request: async (...args) => (this.alive ? request(...args) : new Promise(() => {})),
    });
    this.session = new Session({
      wire: this.wire,
      onChange: (who) => (who.kind === "own" ? this.saver.resume() : this.saver.pause()),
    });
    this.saver = new Saver({
      stored: new Map(server.texts),
      revision: server.revision,
      url: "/save/",
      wire: this.wire,
      queue: this.queue,
      time: new ActiveTime(),
      listener: {
        ...Object.fromEntries(
          ["onState", "onCell", "onSaved", "onAnswer", "onTheirs", "onConflict", "onUndoLost"]
            .concat(["onRefused", "onHeld", "onStopped"])
            .map((what) => [what, hear(what)]),
        ),
        onSessionLost: (who) => this.session.learn(who),
      },
    });
  }

  /** What the form does once it is open. */
  async deliver() {
    return this.saver.adopt(await this.queue.takeOver());
  }

  /** What was heard of one kind. */
  news(what) {
    return this.heard.filter(([kind]) => kind === what).map(([, ...news]) => news);
  }

  /** The tab's process dies: nothing that it waits for comes any more. */
  crash() {
    this.alive = false;
    clearTimeout(this.saver.timer);
    clearTimeout(this.session.timer);
    this.saver.paused = true;
    this.browser.tabs.crash(this.name);
    this.queue.ready.then(({ database }) => database.close()).catch(() => {});
  }
}

export function newBrowser(server) {
  return { token: server.token, tabs: new FakeTabs() };
}
