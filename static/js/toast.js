// Short messages at the lower right. Errors stay until they are closed.

import { byId, one } from "./dom.js";

const ICONS = { info: "info", success: "success", warning: "warning", error: "error" };
const SECONDS = 6;

/**
 * Show a message and return its element.
 *
 * @param {string} text the sentence
 * @param {object} [options]
 * @param {"info"|"success"|"warning"|"error"} [options.kind]
 * @param {string} [options.key] a toast with the same key is replaced
 * @param {{label: string, url: string} | null} [options.link] opens in a new tab, so that nothing is lost
 */
export function toast(text, { kind = "info", key = "", link = null } = {}) {
  if (key) {
    dismissToast(key);
  }
  const template = /** @type {HTMLTemplateElement} */ (byId("toast-template"));
  const copy = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const element = one(".notice", copy);
  element.classList.add(`notice--${kind}`);
  element.dataset.key = key;
  const use = one("use", element);
  use.setAttribute("href", (use.getAttribute("href") ?? "").replace(/#.*/, `#${ICONS[kind]}`));
  const body = one(".notice__text", element);
  body.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link.url, textContent: link.label, target: "_blank" });
    body.append(" ", anchor);
  }
  byId("toasts").append(element);
  if (kind === "info" || kind === "success") {
    setTimeout(() => element.remove(), SECONDS * 1000);
  }
  return element;
}

/** Remove the toast with this key, if it is shown. @param {string} key */
export function dismissToast(key) {
  document.querySelector(`#toasts > [data-key="${CSS.escape(key)}"]`)?.remove();
}
