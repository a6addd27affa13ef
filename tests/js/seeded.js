// Numbers that look random and are the same each time (mulberry32).

export function seeded(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => Math.floor(low + (high - low + 1) * next()),
    pick: (list) => list[Math.floor(next() * list.length)],
  };
}

export function near(assert, found, wanted, slack = 1e-9) {
  const [a, b] = [[found].flat(3), [wanted].flat(3)];
  assert.equal(a.length, b.length);
  a.forEach((one, i) => assert.ok(Math.abs(one - b[i]) <= slack, `${found} is not ${wanted}`));
}
