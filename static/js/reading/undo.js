// What the last steps were, until the reading is submitted or the page is left.

export class UndoStack {
  constructor() {
    this.steps = [];
  }

  /** Remember a step: a list of {name, before, after}. */
  push(step) {
    const changed = step.filter(({ before, after }) => before !== after);
    if (changed.length) {
      this.steps.push(changed);
    }
  }

  /** Take the last step back; null when there is none. */
  pop() {
    return this.steps.pop() ?? null;
  }
}
