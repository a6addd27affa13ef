// The viewer's buttons and lists, and what they show of its state.

import { around, every, one } from "../dom.js";
import { run } from "./commands.js";
import { isSameWindow } from "./window-level.js";

/** @param {HTMLElement} element @param {boolean} isPressed */
function press(element, isPressed) {
  element.setAttribute("aria-pressed", String(isPressed));
}

export class Toolbar {
  /** @param {Viewer} viewer @param {(name: string) => boolean} onOther what is no command of the viewer */
  constructor(viewer, onOther) {
    this.viewer = viewer;
    this.tools = every("[data-tool]", viewer.root);
    this.presets = /** @type {HTMLSelectElement} */ (one("[data-presets]", viewer.root));
    this.count = /** @type {HTMLSelectElement} */ (one("[data-count]", viewer.root));
    this.presetsOf = "";
    viewer.root.addEventListener("click", (event) => {
      const button = around(event, "[data-command], [data-tool]");
      if (button?.dataset.tool) {
        viewer.use(button.dataset.tool);
      } else if (button?.dataset.command && !onOther(button.dataset.command)) {
        run(viewer, button.dataset.command);
      }
    });
    this.presets.addEventListener("change", () => this.onPreset());
    this.count.addEventListener("change", () => {
      viewer.count = Number(this.count.value);
      viewer.wall.rehang();
    });
    viewer.watchers.push(() => this.show());
    this.show();
  }

  onPreset() {
    const { viewer, presets } = this;
    const { value } = presets;
    const preset = viewer.pane.manifest?.presets[Number(value)];
    if (preset && value !== "") {
      viewer.pane.look.window = preset.window;
      viewer.changed();
    } else {
      run(viewer, presets.selectedOptions[0]?.dataset.does ?? "");
    }
  }

  show() {
    const { viewer } = this;
    this.tools.forEach((button) => press(button, button.dataset.tool === viewer.tool));
    const { pane } = viewer;
    this.toggle("invert", pane?.isInverted ?? false);
    this.toggle("flip", pane?.look.view.flipped ?? false);
    this.toggle("link", viewer.linked);
    this.toggle("lock", Object.keys(viewer.offsets).length > 0);
    this.toggle("cine", viewer.cine.isRunning);
    this.toggle("single", viewer.root.hasAttribute("data-single"));
    this.count.value = String(viewer.count);
    this.showPresets();
  }

  /** @param {string} name @param {boolean} isOn */
  toggle(name, isOn) {
    every(`[data-command="${name}"][aria-pressed]`, this.viewer.root).forEach((one) => press(one, isOn));
  }

  /** The presets of the series in the active pane. */
  showPresets() {
    const { viewer, presets } = this;
    const manifest = viewer.pane?.manifest;
    if (manifest && viewer.pane.key !== this.presetsOf) {
      this.presetsOf = viewer.pane.key;
      every("[data-own]", presets).forEach((one) => one.remove());
      manifest.presets.forEach(({ name }, place) => {
        const option = new Option(name, String(place));
        option.dataset.own = "";
        presets.append(option);
      });
    }
    const now = manifest?.presets.findIndex(({ window }) => isSameWindow(window, viewer.pane.look.window));
    const isFirst = manifest && isSameWindow(manifest.window, viewer.pane.look.window);
    presets.value = now !== undefined && now >= 0 ? String(now) : isFirst ? "reset" : "own";
  }
}
