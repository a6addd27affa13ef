// Whatever happens between the keys: nothing typed is lost, nothing is stored twice, the last word
// wins. Each seed is another story of keys, cuts, crashes, sessions and tabs; a failure names it.

import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { openScores, recordsOf } from "../../static/js/reading/database.js";
import { newBrowser, Server, Tab, turn, until } from "./room.js";

const SEEDS = 40;
const STEPS = 40;
// Two tabs beside each other read different sites, as people do.
const CELLS = [
  ["a", "b", "c"],
  ["d", "e", "f"],
];

function randomOf(seed) {
  let state = seed * 7919 + 1;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  return { random, pick: (list) => list[Math.floor(random() * list.length)] };
}

class Story {
  constructor(seed) {
    Object.assign(this, randomOf(seed));
    this.server = new Server();
    this.browser = newBrowser(this.server);
    this.factory = new IDBFactory();
    this.lastWord = new Map();
    this.tabs = [];
    this.signIns = 0;
  }

  async open(place) {
    this.tabs[place]?.crash();
    const tab = new Tab(this);
    this.tabs[place] = tab;
    await tab.deliver();
    this.decide(tab);
  }

  async key(place) {
    const name = this.pick(CELLS[place]);
    const text = this.pick(["0", "1", "2", "3", "FOV", ""]);
    this.lastWord.set(name, text);
    this.tabs[place].saver.put(name, text);
    if (this.random() < 0.5) {
      await turn(); // the next key comes when it likes
    }
  }

  /** A reader who is asked takes what was typed last. */
  decide(tab) {
    for (const [name, mine] of [...tab.saver.ledger.contested]) {
      if (this.lastWord.get(name) === mine) {
        tab.saver.put(name, mine);
      } else {
        tab.saver.giveUp(name);
      }
    }
  }

  signIn(reader) {
    this.server.reader = reader;
    this.server.token = `token ${(this.signIns += 1)}`;
  }

  async step() {
    const place = this.random() < 0.7 ? 0 : 1;
    const tab = this.tabs[place];
    const chance = this.random();
    if (chance < 0.6) {
      await this.key(place);
    } else if (chance < 0.75) {
      const weather = this.pick(["", "cut", "lose", "mixed"]);
      this.server.weather = () => (weather === "mixed" ? this.pick(["", "cut", "lose"]) : weather);
      await tab.saver.flush();
    } else if (chance < 0.85) {
      await tab.queue.written();
      await this.open(place);
    } else if (chance < 0.95) {
      this.signIn(this.pick(["ada", "ada", "bob", ""]));
      await tab.session.check();
    } else {
      this.browser.token = "";
    }
    this.decide(tab);
  }

  /** The connection is back, the reader signs in and opens the case once more. */
  async end() {
    await Promise.all(this.tabs.map((tab) => tab.queue.written()));
    this.server.weather = () => "";
    this.signIn("ada");
    this.browser.token = this.server.token;
    this.tabs.forEach((tab) => tab.crash());
    await turn();
    await this.open(0);
    const [tab] = this.tabs;
    await until(() => {
      this.decide(tab);
      return !tab.saver.unsaved && !tab.saver.soon;
    }, "the last acknowledgement");
    await tab.queue.written();
    tab.crash();
  }
}

for (let seed = 1; seed <= SEEDS; seed += 1) {
  test(`story ${seed}`, async () => {
    const story = new Story(seed);
    await story.open(0);
    await story.open(1);
    for (let step = 0; step < STEPS; step += 1) {
      await story.step();
    }
    await story.end();
    const wanted = [...story.lastWord].filter(([, text]) => text).sort();
    assert.deepEqual([...story.server.texts].sort(), wanted);
    assert.deepEqual(await recordsOf(await openScores(story.factory), "ada"), []);
  });
}
