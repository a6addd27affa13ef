// Marks: the evidence of a score, tied to site, feature and time point.

import { measure, shareOf } from "./measures.js";

/**
 * @typedef {object} Mark
 * @property {string} id
 * @property {string} column letter of the time point
 * @property {string} kind of the series
 * @property {string} [plane] of the series; "" or none where the kind says enough
 * @property {string} [side]
 * @property {number} slice from 0
 * @property {Shape} shape
 * @property {Point[]} points in image pixels; an ellipse by two corners of its box
 * @property {string} site code
 * @property {string} feature key, or BONE for the outline that percentages refer to
 */

/** @typedef {{action: "add" | "change" | "remove", mark: Mark}} Change */

/** The feature of an outline of the whole bone. */
export const BONE = "bone";

/**
 * Tell whether a mark was made on a series.
 *
 * @param {{kind: string, plane?: string, side?: string}} mark
 * @param {{kind: string, plane?: string, side?: string}} series
 */
export function isOn(mark, series) {
  const same = (/** @type {string} */ one, /** @type {string} */ other) =>
    !one || !other || one === other;
  return (
    mark.kind === series.kind &&
    same(mark.plane ?? "", series.plane ?? "") &&
    same(mark.side ?? "", series.side ?? "")
  );
}

/** An id that no other mark has. */
export function newId() {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** Tell whether a mark may be stored: enough points, each a number. @param {Mark} mark */
export function isComplete({ shape, points }) {
  const least = { point: 1, line: 2, ellipse: 2, outline: 3 }[shape];
  return points.length >= least && points.flat().every(Number.isFinite);
}

export class Marks {
  /** @param {(change: Change) => void} onChange told what a person did, not what was set */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {Map<string, Mark>} */
    this.byId = new Map();
  }

  /** @param {Mark[]} list */
  set(list) {
    this.byId = new Map(list.map((mark) => [mark.id, mark]));
  }

  /** @param {Mark} mark */
  put(mark) {
    const action = this.byId.has(mark.id) ? "change" : "add";
    this.byId.set(mark.id, mark);
    this.onChange({ action, mark });
  }

  /** @param {string} id */
  remove(id) {
    const mark = this.byId.get(id);
    if (mark) {
      this.byId.delete(id);
      this.onChange({ action: "remove", mark });
    }
  }

  /** Take over what was changed in another window. @param {Change} change */
  take({ action, mark }) {
    if (action === "remove") {
      this.byId.delete(mark.id);
    } else {
      this.byId.set(mark.id, mark);
    }
  }

  /** All marks: by site, then time point, then slice. */
  list() {
    return [...this.byId.values()].sort(
      (one, other) =>
        one.site.localeCompare(other.site) ||
        one.column.localeCompare(other.column) ||
        one.slice - other.slice,
    );
  }

  /**
   * The marks of a slice.
   *
   * @param {string} column
   * @param {{kind: string, plane?: string, side?: string}} series
   * @param {number} slice
   */
  on(column, series, slice) {
    return this.list().filter(
      (mark) => mark.column === column && mark.slice === slice && isOn(mark, series),
    );
  }

  /**
   * The mark that shows why a site was scored so: one of the feature, else any.
   *
   * @param {string} column @param {string} site @param {string} feature
   */
  of(column, site, feature) {
    const here = this.list().filter((mark) => mark.column === column && mark.site === site);
    return here.find((mark) => mark.feature === feature) ?? here[0] ?? null;
  }

  /** The codes of the sites that have a mark at a time point: for the diagram. @param {string} column */
  sites(column) {
    return new Set(this.list().flatMap((mark) => (mark.column === column ? [mark.site] : [])));
  }

  /** The outline of the bone that a mark lies in: same site, same slice. @param {Mark} mark */
  boneOf(mark) {
    const same = this.on(mark.column, mark, mark.slice).filter(({ site }) => site === mark.site);
    return same.find((other) => other.feature === BONE && other.id !== mark.id) ?? null;
  }

  /** What a mark measures. @param {Mark} mark @param {Spacing | null} spacing */
  measured(mark, spacing) {
    const found = measure(mark.shape, mark.points, spacing);
    return found && { ...found, share: shareOf(mark, this.boneOf(mark)) };
  }
}
