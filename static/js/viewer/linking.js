// Stacks that scroll together. Two examinations share no coordinates: a hand lies elsewhere a year
// later. So stacks are matched by mm from their own middles, and by an offset that a reader locks.

/**
 * A stack as it is shown in a pane.
 *
 * @typedef {object} Stack
 * @property {string} key names column and series
 * @property {string} plane only stacks of one plane scroll together; "" scrolls alone
 * @property {number[]} z mm from the stack's middle
 * @property {number} slice
 */

/** @typedef {Record<string, number>} Offsets mm to add to the common place, by the stack's key */

/** The slice that lies nearest to a place; the first of two. @param {number[]} z @param {number} at */
export function nearestSlice(z, at) {
  let best = 0;
  for (let slice = 1; slice < z.length; slice += 1) {
    if (Math.abs(z[slice] - at) < Math.abs(z[best] - at)) {
      best = slice;
    }
  }
  return best;
}

/**
 * The slices of all stacks after one was moved.
 *
 * @param {Stack[]} stacks @param {number} moved index of the one that moves
 * @param {number} slice where it goes @param {Offsets} offsets
 * @returns {number[]}
 */
export function linkedSlices(stacks, moved, slice, offsets) {
  const leader = stacks[moved];
  const place = leader.z[slice] - (offsets[leader.key] ?? 0);
  return stacks.map((stack, index) => {
    if (index === moved) {
      return slice;
    }
    const follows = leader.plane !== "" && stack.plane === leader.plane;
    return follows ? nearestSlice(stack.z, place + (offsets[stack.key] ?? 0)) : stack.slice;
  });
}

/**
 * The offsets with which the stacks of the leader's plane keep what they show side by side now.
 *
 * @param {Stack[]} stacks @param {number} lead index of the one that the others follow
 * @param {Offsets} offsets those of other planes stay
 * @returns {Offsets}
 */
export function lockedHere(stacks, lead, offsets) {
  const leader = stacks[lead];
  const place = leader.z[leader.slice] - (offsets[leader.key] ?? 0);
  const locked = { ...offsets };
  for (const stack of stacks) {
    if (stack !== leader && leader.plane !== "" && stack.plane === leader.plane) {
      locked[stack.key] = stack.z[stack.slice] - place;
    }
  }
  return locked;
}
