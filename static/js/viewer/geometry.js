// Where a point of the image is on the screen, and back.
//
// Image points are in pixels, measured from the outer corner of the first pixel: the middle of the
// first pixel is [0.5, 0.5]. Screen points are CSS pixels from the top left of the pane.

/** @typedef {[x: number, y: number]} Point */
/** @typedef {[between_rows: number, between_columns: number]} Spacing in mm */

/**
 * What of a picture is shown.
 *
 * @typedef {object} View
 * @property {number} zoom 1 shows the whole picture
 * @property {Point} centre the image point in the middle of the pane
 * @property {boolean} flipped left is right
 */

/**
 * @typedef {object} Size of an image
 * @property {number} rows
 * @property {number} columns
 * @property {Spacing | null} spacing
 */

/** @typedef {{width: number, height: number}} Room of a pane, in CSS pixels */
/** @typedef {{ax: number, ay: number, dx: number, dy: number}} Transform screen = a * image + d */

export const MOST_ZOOM = 40;

/** The view that shows everything. @param {Size} size @param {boolean} flipped @returns {View} */
export function wholeView({ rows, columns }, flipped = false) {
  return { zoom: 1, centre: [columns / 2, rows / 2], flipped };
}

/**
 * How wide and high a pixel is, the smaller being 1. Without a spacing pixels are square.
 *
 * @param {Size} size
 * @returns {Point}
 */
export function pixelShape({ spacing }) {
  if (!spacing) {
    return [1, 1];
  }
  const [high, wide] = spacing;
  const least = Math.min(high, wide);
  return [wide / least, high / least];
}

/** @param {View} view @param {Size} size @param {Room} room @returns {Transform} */
export function transformOf(view, size, room) {
  const [wide, high] = pixelShape(size);
  const fit = Math.min(room.width / (size.columns * wide), room.height / (size.rows * high));
  const ax = fit * view.zoom * wide * (view.flipped ? -1 : 1);
  const ay = fit * view.zoom * high;
  return {
    ax,
    ay,
    dx: room.width / 2 - ax * view.centre[0],
    dy: room.height / 2 - ay * view.centre[1],
  };
}

/** @param {Transform} transform @param {Point} point of the image @returns {Point} */
export function toScreen({ ax, ay, dx, dy }, [x, y]) {
  return [ax * x + dx, ay * y + dy];
}

/** @param {Transform} transform @param {Point} point of the screen @returns {Point} */
export function toImage({ ax, ay, dx, dy }, [x, y]) {
  return [(x - dx) / ax, (y - dy) / ay];
}

/** A point within the image. @param {Size} size @param {Point} point @returns {Point} */
export function within({ rows, columns }, [x, y]) {
  return [Math.min(columns, Math.max(0, x)), Math.min(rows, Math.max(0, y))];
}

/**
 * Zoom so that what is under a point of the screen stays there.
 *
 * @param {View} view @param {number} factor @param {Point} at on the screen
 * @param {Size} size @param {Room} room
 * @returns {View}
 */
export function zoomedAt(view, factor, at, size, room) {
  const zoom = Math.min(MOST_ZOOM, view.zoom * factor);
  if (zoom <= 1) {
    return wholeView(size, view.flipped);
  }
  const [x, y] = toImage(transformOf(view, size, room), at);
  const { ax, ay } = transformOf({ ...view, zoom }, size, room);
  const centre = within(size, [x - (at[0] - room.width / 2) / ax, y - (at[1] - room.height / 2) / ay]);
  return { ...view, zoom, centre };
}

/**
 * Move the picture over the screen; its middle stays in the pane.
 *
 * @param {View} view @param {number} dx @param {number} dy CSS pixels
 * @param {Size} size @param {Room} room
 * @returns {View}
 */
export function panned(view, dx, dy, size, room) {
  const { ax, ay } = transformOf(view, size, room);
  return { ...view, centre: within(size, [view.centre[0] - dx / ax, view.centre[1] - dy / ay]) };
}

/**
 * CSS pixels of a length along the rows; null where the image has no scale.
 *
 * @param {Transform} transform @param {Spacing | null} spacing @param {number} mm
 */
export function barLength({ ax }, spacing, mm) {
  return spacing ? (Math.abs(ax) * mm) / spacing[1] : null;
}
