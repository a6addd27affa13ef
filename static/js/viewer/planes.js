// Frames come as two planes of bytes: all low bytes, then all high bytes. So they compress well, and
// the browser has undone the compression before a script sees them.

/**
 * The stored values of a frame, row by row from the top left.
 *
 * @param {Uint8Array} bytes `count` low bytes, then `count` high bytes
 * @param {number} count rows times columns
 * @returns {Uint16Array}
 * @throws {RangeError} where the length is not that of the frame
 */
export function unpack(bytes, count) {
  if (bytes.length !== 2 * count) {
    throw new RangeError("frame-length");
  }
  const values = new Uint16Array(count);
  for (let i = 0; i < count; i += 1) {
    values[i] = bytes[i] | (bytes[count + i] << 8);
  }
  return values;
}
