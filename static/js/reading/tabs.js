// Which tabs are alive. Each holds a lock of the browser under its own random name, and loses it
// when it is closed or crashes: what a tab kept is taken over only then, and by one tab.

/** @param {string} tab */
const lockOf = (tab) => `reading-tab-${tab}`;

export class Tabs {
  /** @param {LockManager} manager */
  constructor(manager) {
    this.manager = manager;
  }

  /** Hold a tab's lock until the page goes; resolves when it is held. @param {string} tab */
  hold(tab) {
    return /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        const forever = () => {
          resolve();
          return new Promise(() => {});
        };
        this.manager.request(lockOf(tab), forever).catch(reject);
      })
    );
  }

  /**
   * Act while holding the lock of a tab that is gone; nothing is done for one that lives.
   *
   * @param {string} tab
   * @param {() => Promise<void>} act
   */
  async ifGone(tab, act) {
    await this.manager.request(lockOf(tab), { ifAvailable: true }, async (lock) => {
      if (lock) {
        await act();
      }
    });
  }

  /** The names of the tabs that live, of some. @param {Iterable<string>} tabs */
  async living(tabs) {
    const { held = [] } = await this.manager.query();
    const names = new Set(held.map((lock) => lock.name));
    return new Set([...tabs].filter((tab) => names.has(lockOf(tab))));
  }
}
