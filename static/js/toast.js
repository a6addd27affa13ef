// Short messages at the lower right. Errors stay until they are closed.

const ICONS = { info: "info", success: "success", warning: "warning", error: "error" };
const SECONDS = 6;

/**
 * Show a message and return its element.
 *
 * @param {string} text the sentence
 * @param {object} [options]
 * @param {"info"|"success"|"warning"|"error"} [options.kind]
 * @param {string} [options.key] a toast with the same key is replaced
 * @param {{label: string, url: string}} [options.link] opens in a new tab, so that nothing is lost
 */
export function toast(text, { kind = "info", key = "", link = null } = {}) {
  if (key) {
    dismissToast(key);
  }
  const box = document.getElementById("toasts");
  const template = document.getElementById("toast-template");
  const element = template.content.firstElementChild.cloneNode(true);
  element.classList.add(`notice--${kind}`);
  element.dataset.key = key;
  const use = element.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${ICONS[kind]}`));
  const body = element.querySelector(".notice__text");
  body.textContent = text;
  if (link) {
    const anchor = document.createElement("a");
    Object.assign(anchor, { href: link.url, textContent: link.label, target: "_blank" });
    body.append(" ", anchor);
  }
  box.append(element);
  if (kind === "info" || kind === "success") {
    setTimeout(() => element.remove(), SECONDS * 1000);
  }
  return element;
}

/** Remove the toast with this key, if it is shown. */
export function dismissToast(key) {
  document.querySelector(`#toasts > [data-key="${CSS.escape(key)}"]`)?.remove();
}
