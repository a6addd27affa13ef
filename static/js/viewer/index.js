// Puts the viewer into a page: pane, buttons, keys, list of marks, second window.

import { around } from "../dom.js";
import { singleKeysOn } from "../shortcuts.js";
import { run } from "./commands.js";
import { commandOf } from "./keys.js";
import { MarkList } from "./mark-list.js";
import { openWindow } from "./second-window.js";
import { keepInStep } from "./sync.js";
import { Toolbar } from "./toolbar.js";
import { Viewer } from "./viewer.js";

/**
 * Act on a key, if it is one of the viewer's; returns whether it was.
 *
 * @param {Viewer} viewer @param {KeyboardEvent} event @param {(target: EventTarget | null) => boolean} isCell
 */
function onKey(viewer, event, isCell) {
  const isInside = around(event, "[data-viewer]") === viewer.root;
  const isTyping = around(event, "input:not([type=range]), select, textarea, [contenteditable]") !== null;
  const isElsewhere = !isInside && (document.querySelector("dialog[open]") !== null || !singleKeysOn());
  if (isElsewhere || (isTyping && !isCell(event.target))) {
    return false;
  }
  const command = commandOf(event, {
    pane: around(event, "[data-stage]") !== null && isInside,
    drawing: viewer.drawing.cursor !== null,
    chosen: viewer.isHeld,
  });
  if (command) {
    run(viewer, command, event.shiftKey);
  }
  return command !== "";
}

/**
 * Start the viewer in the element that the page has for it.
 *
 * `isCell` tells the form's score fields from other fields: the viewer's letters work in them. With
 * data-channel the windows of a case keep in step; data-second is the window without a form.
 *
 * @param {HTMLElement} root
 * @param {ViewerOptions & {isCell?: (target: EventTarget | null) => boolean}} options
 */
export function startViewer(root, options) {
  const viewer = new Viewer(root, options);
  const name = root.dataset.channel ?? "";
  const channel = name ? new BroadcastChannel(name) : null;
  const windows = keepInStep(viewer, channel, root.hasAttribute("data-second"));
  new Toolbar(viewer, (command) => {
    if (command === "window" && root.dataset.window) {
      openWindow(root.dataset.window, name);
    }
    return command === "window";
  });
  new MarkList(viewer);
  const isCell = options.isCell ?? (() => false);
  // Before the form, which says of every key that it does not know that it has no meaning.
  const listen = (/** @type {KeyboardEvent} */ event) => {
    if (onKey(viewer, event, isCell)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  document.addEventListener("keydown", listen, true);
  const close = viewer.close.bind(viewer);
  viewer.close = () => {
    document.removeEventListener("keydown", listen, true);
    windows.close();
    close();
  };
  return viewer;
}
