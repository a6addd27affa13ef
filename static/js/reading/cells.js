// The cells of the form: what stands in each, how they lie beside each other, how many are empty.

const REASON = /^[A-Z]{3}$/;

/** What a cell's site takes: it stands in the row, or in the cell where a row holds several. */
export function siteOf(cell) {
  const own = cell.td.dataset;
  const { label, max, note } = own.max ? own : cell.row.dataset;
  return {
    label,
    max: Number(max),
    note: note ?? "",
    feature: own.feature ?? cell.block.dataset.feature,
    region: cell.block.dataset.region,
  };
}

/** The part of the form that a cell's block is, as the server names it. */
export function partOf(cell) {
  const { feature, region, groups } = cell.block.dataset;
  return {
    ...(feature && { feature }),
    ...(region && { region }),
    ...(groups && { groups: groups.split(" ") }),
  };
}

/** All cells of a form, in reading order: site after site, time point after time point. */
export class Cells {
  constructor(form) {
    this.letters = form.querySelector(".blocks").dataset.letters.split(" ");
    this.all = [...form.querySelectorAll(".score-cell > input")].map((input, index) => {
      const [item, column] = input.name.split("@");
      const td = input.parentElement;
      const row = td.parentElement;
      const block = input.closest(".block");
      const place = td.cellIndex;
      return { index, name: input.name, item, column: Number(column), input, td, row, place, block };
    });
    this.byName = new Map(this.all.map((cell) => [cell.name, cell]));
    this.byInput = new Map(this.all.map((cell) => [cell.input, cell]));
    this.rows = [...Map.groupBy(this.all, (cell) => cell.row).values()];
    this.rows.forEach((cells, row) => cells.forEach((cell) => Object.assign(cell, { at: row })));
    this.width = this.letters.length;
    this.watchers = [];
    this.count();
  }

  /** Count the entries of every block, once; from then on each cell that changes is counted. */
  count() {
    this.entered = 0;
    this.tallies = new Map();
    this.changed = new Set();
    for (const cell of this.all) {
      const tally = this.tallies.get(cell.block) ?? { cells: 0, entered: 0 };
      tally.cells += 1;
      this.tallies.set(cell.block, tally);
      cell.counted = false;
      this.recount(cell);
    }
  }

  recount(cell) {
    const filled = !this.isEmpty(cell);
    if (filled !== cell.counted) {
      const step = filled ? 1 : -1;
      cell.counted = filled;
      this.entered += step;
      this.tallies.get(cell.block).entered += step;
      this.changed.add(cell.block);
    }
  }

  /** The blocks whose count is another one since this was asked last, with their tallies. */
  takeChanged() {
    const changed = [...this.changed].map((block) => [block, this.tallies.get(block)]);
    this.changed.clear();
    return changed;
  }

  /** Call a function with each cell whose text or state changes. */
  watch(watcher) {
    this.watchers.push(watcher);
  }

  /** The letter of a cell's time point, as its column is headed. */
  columnOf(cell) {
    return this.letters[cell.column - 1];
  }

  /** The cell some steps further, or the cell itself at the end of the form. */
  move(cell, rows, columns) {
    if (columns) {
      return this.all[cell.index + columns] ?? cell;
    }
    return this.below(cell, rows) ?? cell;
  }

  /** The nearest cell in the same column of another row, up (-1) or down (1); null at the end. */
  below(cell, step) {
    for (let at = cell.at + step; this.rows[at]; at += step) {
      const found = this.rows[at].find(({ place }) => place === cell.place);
      if (found) {
        return found;
      }
    }
    return null;
  }

  /** The next cell down the column; below the last site, the top of the next column. */
  down(cell) {
    const top = () => this.all.find(({ place }) => place === cell.place + 1);
    return this.below(cell, 1) ?? top() ?? cell;
  }

  /** The first cell of the next block (1) or the one before (-1), in the same column if it has it. */
  block(cell, step) {
    const blocks = [...this.tallies.keys()];
    const wanted = blocks[blocks.indexOf(cell.block) + step];
    const inside = this.all.filter(({ block }) => block === wanted);
    return inside.find(({ column }) => column === cell.column) ?? cell;
  }

  /** The next empty cell after one, beginning again at the top; null when there is none. */
  nextEmpty(cell) {
    const start = cell ? cell.index + 1 : 0;
    const turned = [...this.all.slice(start), ...this.all.slice(0, start)];
    return turned.find((other) => this.isEmpty(other)) ?? null;
  }

  isEmpty(cell) {
    return cell.input.value === "" || cell.td.dataset.state === "invalid";
  }

  /** The empty cells, of one block or of the whole form. */
  empty(block = null) {
    return this.all.filter((cell) => this.isEmpty(cell) && (block === null || cell.block === block));
  }

  /** Show a text and a state; a stored reason is hatched. */
  show(cell, text, state) {
    cell.input.value = text;
    this.mark(cell, state);
  }

  mark(cell, state, title = "") {
    const { value } = cell.input;
    let shown = state;
    if (state === "saved") {
      shown = value === "" ? "empty" : REASON.test(value) ? "reason" : "saved";
    }
    cell.td.dataset.state = shown;
    cell.td.toggleAttribute("data-acknowledged", state === "saved");
    cell.td.title = title;
    cell.input.toggleAttribute("aria-invalid", state === "invalid");
    delete cell.td.dataset.missing;
    this.recount(cell);
    for (const watcher of this.watchers) {
      watcher(cell);
    }
  }
}
