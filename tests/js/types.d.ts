// Types of static/js by name. Modules name them in comments without importing: an import in a comment
// counts as one when static files are collected, and two modules that name each other never end.

type ActiveTime = import("../../static/js/reading/active-time.js").ActiveTime;
type Answer = import("../../static/js/reading/wire.js").Answer;
type Cell = import("../../static/js/reading/cells.js").Cell;
type Cells = import("../../static/js/reading/cells.js").Cells;
type Desk = import("../../static/js/reading/desk.js").Desk;
type DigitReader = import("../../static/js/reading/entry.js").DigitReader;
type Entry = import("../../static/js/reading/ledger.js").Entry;
type Found = import("../../static/js/reading/queue.js").Found;
type Kept = import("../../static/js/reading/queue.js").Kept;
type Listener = import("../../static/js/reading/display.js").Listener;
type Outcome = import("../../static/js/reading/wire.js").Outcome;
type Patients = import("../../static/js/analysis/patients.js").Patients;
type PlotElement = import("../../static/js/analysis/figures.js").PlotElement;
type ScoreQueue = import("../../static/js/reading/queue.js").ScoreQueue;
type State = import("../../static/js/save-state.js").State;
type StoredRecord = import("../../static/js/reading/database.js").StoredRecord;
type Tabs = import("../../static/js/reading/tabs.js").Tabs;
type Target = import("../../static/js/reading/entry.js").Target;
type Turn = import("../../static/js/reading/undo.js").Turn;
type Who = import("../../static/js/reading/wire.js").Who;
type Wire = import("../../static/js/reading/wire.js").Wire;

// htmx is a script of its own, loaded by each page.
interface Window {
  htmx: { ajax(verb: string, url: string, options: object): Promise<void> };
}

// Vega comes from an installed package when static files are collected.
declare module "*/vendor/vega.js" {
  export function vegaEmbed(
    element: HTMLElement,
    spec: object,
    options: object,
  ): Promise<{ finalize: () => void; view: any }>;
}
