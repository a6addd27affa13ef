// Types of static/js by name. Modules name them in comments without importing: an import in a comment
// counts as one when static files are collected, and two modules that name each other never end.

type ActiveTime = import("../../static/js/reading/active-time.js").ActiveTime;
type Answer = import("../../static/js/reading/wire.js").Answer;
type Cell = import("../../static/js/reading/cells.js").Cell;
type Cells = import("../../static/js/reading/cells.js").Cells;
type Change = import("../../static/js/viewer/marks.js").Change;
type Channel = import("../../static/js/viewer/second-window.js").Channel;
type Desk = import("../../static/js/reading/desk.js").Desk;
type DigitReader = import("../../static/js/reading/entry.js").DigitReader;
type Draft = import("../../static/js/viewer/drawing.js").Draft;
type Entry = import("../../static/js/reading/ledger.js").Entry;
type Found = import("../../static/js/reading/queue.js").Found;
type Gesture = import("../../static/js/viewer/tools.js").Gesture;
type GreyWindow = import("../../static/js/viewer/lut.js").GreyWindow;
type Hanging = import("../../static/js/viewer/hanging.js").Hanging;
type Hung = import("../../static/js/viewer/hanging.js").Hung;
type Kept = import("../../static/js/reading/queue.js").Kept;
type Listener = import("../../static/js/reading/display.js").Listener;
type Look = import("../../static/js/viewer/series-store.js").Look;
type Manifest = import("../../static/js/viewer/wire.js").Manifest;
type Mark = import("../../static/js/viewer/marks.js").Mark;
type Measure = import("../../static/js/viewer/measures.js").Measure;
type Message = import("../../static/js/viewer/second-window.js").Message;
type Offsets = import("../../static/js/viewer/linking.js").Offsets;
type Outcome = import("../../static/js/reading/wire.js").Outcome;
type Pane = import("../../static/js/viewer/pane.js").Pane;
type Patients = import("../../static/js/analysis/patients.js").Patients;
type Placed = import("../../static/js/viewer/crossing.js").Placed;
type PlotElement = import("../../static/js/analysis/figures.js").PlotElement;
type Point = import("../../static/js/viewer/geometry.js").Point;
type Relation = import("../../static/js/viewer/crossing.js").Relation;
type Room = import("../../static/js/viewer/geometry.js").Room;
type Scale = import("../../static/js/viewer/lut.js").Scale;
type ScoredCell = import("../../static/js/viewer/viewer.js").ScoredCell;
type ScoreQueue = import("../../static/js/reading/queue.js").ScoreQueue;
type Series = import("../../static/js/viewer/hanging.js").Series;
type Shape = import("../../static/js/viewer/measures.js").Shape;
type Size = import("../../static/js/viewer/geometry.js").Size;
type Slot = import("../../static/js/viewer/layout.js").Slot;
type Spacing = import("../../static/js/viewer/geometry.js").Spacing;
type Stack = import("../../static/js/viewer/linking.js").Stack;
type State = import("../../static/js/save-state.js").State;
type StoredRecord = import("../../static/js/reading/database.js").StoredRecord;
type Tabs = import("../../static/js/reading/tabs.js").Tabs;
type Target = import("../../static/js/reading/entry.js").Target;
type Transform = import("../../static/js/viewer/geometry.js").Transform;
type Turn = import("../../static/js/reading/undo.js").Turn;
type Vector = import("../../static/js/viewer/crossing.js").Vector;
type View = import("../../static/js/viewer/geometry.js").View;
type Viewer = import("../../static/js/viewer/viewer.js").Viewer;
type ViewerColumn = import("../../static/js/viewer/hanging.js").ViewerColumn;
type ViewerOptions = import("../../static/js/viewer/viewer.js").ViewerOptions;
type Weighting = import("../../static/js/viewer/layout.js").Weighting;
type Who = import("../../static/js/reading/wire.js").Who;
type Wire = import("../../static/js/reading/wire.js").Wire;
type Words = import("../../static/js/viewer/words.js").Words;

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
