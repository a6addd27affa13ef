// Which series hang in which pane: columns side by side, what belongs together one below the other.

import { ONE_IS_ENOUGH, SLOTS, weightingOf } from "./layout.js";

const MOST = 4;

/**
 * @typedef {object} Series as the page gives it
 * @property {string} kind
 * @property {string} plane
 * @property {string} side
 * @property {string} label
 * @property {boolean} film
 * @property {string} manifest the address
 */

/** @typedef {{letter: string, series: Series[]}} ViewerColumn one time point */
/** @typedef {{letter: string, series: Series | null}} Hung null: this time point has none */
/** @typedef {{across: number, panes: Hung[]}} Hanging row by row */

/** What names a series within a case. @param {string} letter @param {Series} series */
export function keyOf(letter, series) {
  return `${letter}/${nameOf(series)}`;
}

/** @param {Series} series */
function nameOf({ kind, plane, side }) {
  return `${kind}/${plane}/${side}`;
}

/** @param {Series[]} series @param {Slot} slot */
function fitting(series, { plane, weighting }) {
  return series.find((one) => one.plane === plane && weightingOf(one) === weighting) ?? null;
}

/**
 * One row of panes for each slot that any column has a series for.
 *
 * @param {ViewerColumn[]} columns @param {string} feature
 */
function slotRows(columns, feature) {
  const rows = (SLOTS[feature] ?? []).map((slot) =>
    columns.map(({ letter, series }) => ({ letter, series: fitting(series, slot) })),
  );
  return rows.filter((row) => row.some(({ series }) => series));
}

/**
 * One row for each kind of series: films, and features that no table knows.
 *
 * @param {ViewerColumn[]} columns @param {string} first the kind that is scored, if the page knows it
 */
function kindRows(columns, first) {
  const all = columns.flatMap(({ series }) => series);
  const names = new Set(all.map(nameOf));
  const rows = [...names].map((name) =>
    columns.map(({ letter, series }) => ({
      letter,
      series: series.find((one) => nameOf(one) === name) ?? null,
    })),
  );
  const isFirst = (/** @type {Hung[]} */ row) => row.some(({ series }) => series?.kind === first);
  return [...rows.filter(isFirst), ...rows.filter((row) => !isFirst(row))];
}

/**
 * The panes for a feature.
 *
 * @param {ViewerColumn[]} columns
 * @param {string} feature that is scored
 * @param {number} count 1, 2 or 4 panes; 0 as many as the table says
 * @param {string} first the letter of the time point that must be among them
 * @param {string} kind of the films that show the scored site
 * @returns {Hanging}
 */
export function hang(columns, feature, count = 0, first = "", kind = "") {
  const shown = chosen(columns, count === 1 ? 1 : 2, first);
  const bySlot = slotRows(shown, feature);
  const rows = bySlot.length ? bySlot : kindRows(shown, kind).slice(0, count ? MOST : 1);
  const most = count || (ONE_IS_ENOUGH.has(feature) ? shown.length : MOST);
  const across = Math.max(1, Math.min(shown.length, most));
  const down = Math.max(1, Math.floor(most / across));
  return { across, panes: rows.slice(0, down).flatMap((row) => row.slice(0, across)) };
}

/**
 * Neighbours of the time point that is scored: two are compared at a time.
 *
 * @param {ViewerColumn[]} columns @param {number} most @param {string} first
 */
function chosen(columns, most, first) {
  const place = Math.max(
    0,
    columns.findIndex(({ letter }) => letter === first),
  );
  const from = most === 1 ? place : Math.max(0, place - 1);
  return columns.slice(from, from + most);
}

/**
 * The series of the same time point that comes after or before another.
 *
 * @param {ViewerColumn[]} columns @param {Hung} hung @param {number} step 1 or -1
 * @returns {Hung}
 */
export function neighbour(columns, { letter, series }, step) {
  const all = columns.find((column) => column.letter === letter)?.series ?? [];
  const place = series ? all.indexOf(series) : -1;
  const next = all[(place + step + all.length) % all.length] ?? null;
  return { letter, series: next };
}
