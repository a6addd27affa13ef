// The list "Patients in this figure": every point as a line with its values and a link. It is what a
// keyboard and a screen reader use; points in a drawing would be a hundred stops without an order.

const COLLATOR = new Intl.Collator("en", { numeric: true });

function compare(first, second) {
  return typeof first === "number" && typeof second === "number"
    ? first - second
    : COLLATOR.compare(String(first ?? ""), String(second ?? ""));
}

function cell(row, value, name) {
  const made = document.createElement(name);
  made.textContent = value ?? "–";
  made.className = typeof value === "number" ? "num" : "";
  row.append(made);
  return made;
}

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
  constructor({ columns, rows }) {
    this.columns = ["Patient", ...columns];
    this.lines = rows.map((row) => ({ keys: [row.patient, ...row.values], row: line(row) }));
    this.sorted = { column: 0, down: false };
  }

  // Inside an opened <details>: a field to filter, and the table whose heads sort.
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
    this.heads = this.columns.map((name, column) => this.head(name, column));
    const top = document.createElement("tr");
    top.append(...this.heads);
    table.createTHead().append(top);
    this.body = table.createTBody();
    wrap.append(table);
    holder.append(find, wrap);
    this.sort(0, false);
  }

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

  sort(column, down) {
    this.sorted = { column, down };
    this.lines.sort((a, b) => compare(a.keys[column], b.keys[column]) * (down ? -1 : 1));
    this.body.append(...this.lines.map((entry) => entry.row));
    for (const [place, head] of this.heads.entries()) {
      const order = down ? "descending" : "ascending";
      head.setAttribute("aria-sort", place === column ? order : "none");
    }
  }

  filter(words) {
    for (const { keys, row } of this.lines) {
      row.hidden = !keys.some((key) => String(key ?? "").toLowerCase().includes(words));
    }
  }
}

// Puts the list into the room that the page has kept free for it. It is built when it is opened for the first time.
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
  plot.closest("figure").querySelector("[data-patients]")?.append(details);
}
