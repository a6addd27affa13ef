// The list "Patients in this figure": every point as a line with its values and a link. It is what a
// keyboard and a screen reader use; points in a drawing would be a hundred stops without an order.

/**
 * A value of a patient: a number, a text, or nothing.
 *
 * @typedef {number | string | null} Value
 * @typedef {{patient: string, url?: string, values: Value[]}} Patient
 * @typedef {{columns: string[], rows: Patient[]}} Patients as a figure's answer carries them
 */

const COLLATOR = new Intl.Collator("en", { numeric: true });

/** @param {Value} first @param {Value} second */
function compare(first, second) {
  return typeof first === "number" && typeof second === "number"
    ? first - second
    : COLLATOR.compare(String(first ?? ""), String(second ?? ""));
}

/** @param {HTMLTableRowElement} row @param {Value} value @param {"td" | "th"} name */
function cell(row, value, name) {
  const made = document.createElement(name);
  made.textContent = String(value ?? "–");
  made.className = typeof value === "number" ? "num" : "";
  row.append(made);
  return made;
}

/** @param {Patient} patient */
function line(patient) {
  const row = document.createElement("tr");
  const head = cell(row, "", "th");
  head.scope = "row";
  if (patient.url) {
    const link = document.createElement("a");
    link.href = patient.url;
    link.textContent = patient.patient;
    head.append(link);
  } else {
    head.textContent = patient.patient;
  }
  for (const value of patient.values) {
    cell(row, value, "td");
  }
  return row;
}

class PatientList {
  /** @param {Patients} patients */
  constructor({ columns, rows }) {
    this.columns = ["Patient", ...columns];
    /** @type {{keys: Value[], row: HTMLTableRowElement}[]} */
    this.lines = rows.map((row) => ({ keys: [row.patient, ...row.values], row: line(row) }));
    this.sorted = { column: 0, down: false };
    this.heads = this.columns.map((name, column) => this.head(name, column));
    this.body = document.createElement("tbody");
  }

  /**
   * Inside an opened <details>: a field to filter, and the table whose heads sort.
   *
   * @param {HTMLElement} holder
   */
  build(holder) {
    const find = document.createElement("input");
    find.type = "search";
    find.setAttribute("aria-label", "Find a patient or a value in this list");
    find.placeholder = "Find";
    find.addEventListener("input", () => this.filter(find.value.trim().toLowerCase()));
    const wrap = document.createElement("div");
    wrap.className = "table-wrap figure-patients__table";
    wrap.tabIndex = 0;
    wrap.setAttribute("role", "region");
    wrap.setAttribute("aria-label", "Patients in this figure");
    const table = document.createElement("table");
    table.className = "table table--compact";
    const top = document.createElement("tr");
    top.append(...this.heads);
    table.createTHead().append(top);
    table.append(this.body);
    wrap.append(table);
    holder.append(find, wrap);
    this.sort(0, false);
  }

  /** @param {string} name @param {number} column */
  head(name, column) {
    const head = document.createElement("th");
    head.scope = "col";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "figure-patients__sort";
    button.textContent = name;
    button.addEventListener("click", () =>
      this.sort(column, this.sorted.column === column && !this.sorted.down),
    );
    head.append(button);
    return head;
  }

  /** @param {number} column @param {boolean} down */
  sort(column, down) {
    this.sorted = { column, down };
    this.lines.sort((a, b) => compare(a.keys[column], b.keys[column]) * (down ? -1 : 1));
    this.body.append(...this.lines.map((entry) => entry.row));
    for (const [place, head] of this.heads.entries()) {
      const order = down ? "descending" : "ascending";
      head.setAttribute("aria-sort", place === column ? order : "none");
    }
  }

  /** @param {string} words in small letters */
  filter(words) {
    for (const { keys, row } of this.lines) {
      row.hidden = !keys.some((key) => String(key ?? "").toLowerCase().includes(words));
    }
  }
}

/**
 * Put the list into the room that the page has kept free for it. It is built when it is first opened.
 *
 * @param {HTMLElement} plot @param {Patients | undefined} patients
 */
export function listPatients(plot, patients) {
  if (!patients?.rows.length) {
    return;
  }
  const details = document.createElement("details");
  details.className = "figure-patients no-print";
  const summary = document.createElement("summary");
  summary.textContent = `Patients in this figure (${patients.rows.length})`;
  details.append(summary);
  details.addEventListener(
    "toggle",
    () => {
      const holder = document.createElement("div");
      holder.className = "figure-patients__body";
      details.append(holder);
      new PatientList(patients).build(holder);
    },
    { once: true },
  );
  plot.closest("figure")?.querySelector("[data-patients]")?.append(details);
}
