// Two windows of one case in step: each tells the other what its reader changed.

import { keyOf } from "./hanging.js";
import { Windows } from "./second-window.js";

/**
 * What a viewer shows, without its pictures.
 *
 * @typedef {object} Shown
 * @property {ScoredCell} cell
 * @property {number} count
 * @property {boolean} linked
 * @property {Offsets} offsets
 * @property {number} across
 * @property {number} active
 * @property {string} chosen
 * @property {{letter: string, key: string}[]} hung
 * @property {Record<string, Look>} looks
 */

/** @param {Viewer} viewer @returns {Shown} */
export function shownBy(viewer) {
  return {
    cell: viewer.cell,
    count: viewer.count,
    linked: viewer.linked,
    offsets: viewer.offsets,
    across: viewer.wall.across,
    active: viewer.wall.active,
    chosen: viewer.chosen,
    hung: viewer.panes.map(({ hung, key }) => ({ letter: hung.letter, key })),
    looks: Object.fromEntries(viewer.series.looks),
  };
}

/** Show what another window shows. @param {Viewer} viewer @param {Shown} shown */
export async function showAs(viewer, shown) {
  const { cell, count, linked, offsets, active, chosen } = shown;
  Object.assign(viewer, { cell, count, linked, offsets, chosen });
  for (const [key, look] of Object.entries(shown.looks)) {
    viewer.series.looks.set(key, Object.assign(viewer.series.looks.get(key) ?? {}, look));
  }
  const hung = shown.hung.map(({ letter, key }) => {
    const all = viewer.columns.find((column) => column.letter === letter)?.series ?? [];
    return { letter, series: all.find((series) => keyOf(letter, series) === key) ?? null };
  });
  const opened = viewer.wall.hangThese(shown.across, hung);
  viewer.wall.activate(viewer.panes[active]);
  await opened;
  viewer.panes.forEach((pane) => pane.show(pane.look.slice));
  viewer.changed();
}

/**
 * Keep a viewer in step with the other windows of its case.
 *
 * @param {Viewer} viewer @param {Channel | null} channel of the case
 * @param {boolean} isSecond has no form: what is to be saved or scored is told to the first
 */
export function keepInStep(viewer, channel, isSecond) {
  let told = "";
  let due = 0;
  // States that are being shown here: what they change is no news for the window that sent them.
  let following = 0;
  const now = () => JSON.stringify(shownBy(viewer));
  const tell = () => {
    due = 0;
    const shown = now();
    if (shown !== told && !following) {
      told = shown;
      windows.tell({ kind: "state", state: JSON.parse(shown) });
    }
  };
  const windows = new Windows(channel, async (message) => {
    if (message.kind === "hello") {
      windows.tell({ kind: "marks", list: viewer.marks.list() });
      told = "";
      tell();
    } else if (message.kind === "state") {
      following += 1;
      await showAs(viewer, /** @type {Shown} */ (message.state));
      following -= 1;
      told = now();
    } else if (message.kind === "marks" && isSecond) {
      viewer.setMarks(message.list);
    } else if (message.kind === "mark") {
      viewer.marks.take(message.change);
      if (message.isToSave) {
        viewer.options.onMark?.(message.change);
      }
      viewer.changed();
    } else if (message.kind === "cell") {
      viewer.options.onCell?.(message.mark);
    }
  });
  if (!channel) {
    return windows;
  }
  viewer.watchers.push(() => {
    due ||= requestAnimationFrame(tell);
  });
  viewer.markWatchers.push((change) => windows.tell({ kind: "mark", change, isToSave: isSecond }));
  if (isSecond) {
    viewer.options.onCell = (mark) => windows.tell({ kind: "cell", mark });
    viewer.options.onMark = undefined;
    windows.tell({ kind: "hello" });
  }
  return windows;
}
