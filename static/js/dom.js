// Finding elements, with the types that the page's markup promises.

/** The element of an id; the markup has it. @param {string} id */
export function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/**
 * The element that matches; the markup has it.
 *
 * @param {string} selector
 * @param {ParentNode} within
 */
export function one(selector, within = document) {
  return /** @type {HTMLElement} */ (within.querySelector(selector));
}

/** All elements that match. @param {string} selector @param {ParentNode} within */
export function every(selector, within = document) {
  return /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);
}

/**
 * The element around an event's target that matches, or null.
 *
 * @param {Event} event
 * @param {string} selector
 */
export function around(event, selector) {
  const { target } = event;
  return target instanceof Element
    ? /** @type {HTMLElement | null} */ (target.closest(selector))
    : null;
}
