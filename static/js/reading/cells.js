// The cells of the form: what stands in each, how they lie beside each other, how many are empty.

const REASON = /^[A-Z]{3}$/;

/** The row a cell belongs to, with what its site takes. */
export function siteOf(cell) {
  const row = cell.input.closest("tr");
  return {
    label: row.dataset.label,
    max: Number(row.dataset.max),
    note: row.dataset.note ?? "",
    feature: cell.block.dataset.feature,
    region: cell.block.dataset.region,
  };
}

/** All cells of a form, in reading order: site after site, time point after time point. */
export class Cells {
  constructor(form) {
    this.all = [...form.querySelectorAll(".score-cell > input")].map((input, index) => ({
      index,
      name: input.name,
      input,
      td: input.parentElement,
      block: input.closest(".block"),
    }));
    this.byName = new Map(this.all.map((cell) => [cell.name, cell]));
    this.byInput = new Map(this.all.map((cell) => [cell.input, cell]));
    this.width = this.all.length ? this.all[0].td.parentElement.querySelectorAll(".score-cell").length : 1;
  }

  /** The letter of a cell's time point, as its column is headed. */
  columnOf(cell) {
    const table = cell.td.closest("table");
    return table.tHead.rows[0].cells[cell.td.cellIndex].textContent.trim();
  }

  /** The cell some steps further, or the cell itself at the end of the form. */
  move(cell, rows, columns) {
    return this.all[cell.index + rows * this.width + columns] ?? cell;
  }

  /** The next cell down the column; below the last site, the top of the next column. */
  down(cell) {
    const below = this.all[cell.index + this.width];
    const column = (cell.index % this.width) + 1;
    return below ?? (column < this.width ? this.all[column] : cell);
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
  }
}
