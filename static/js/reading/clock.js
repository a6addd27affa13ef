// Durations and the order of entries. Never a day: the desk's calendar is not the centre's, and a
// desk's clock that is set while somebody reads must not lengthen what was measured.

/** Milliseconds since the page began. */
export const elapsed = () => performance.now();

/** Milliseconds on a scale that the pages of one machine share, to order what two tabs typed. */
export const moment = () => performance.timeOrigin + performance.now();
