// Says so when the server can't be reached, when the session has ended, or when a request failed.
// The page stays as it is: what was typed is still there and can be sent again.

import { dismissToast, toast } from "./toast.js";

/** Where the server sends who is not signed in. */
export const signInPath = document.body.dataset.signIn ?? "";

/** Tell the person that the session has ended, with a way to sign in that keeps this page. */
export function reportSessionEnded() {
  toast("Your session has ended. Sign in, then come back here and save again.", {
    kind: "warning",
    key: "session",
    link: { label: "Sign in (new tab)", url: signInPath },
  });
}

/**
 * Tell whether an answer means that the session has ended: 401, or sent on to the sign-in page.
 *
 * @param {number} status
 * @param {string} url
 */
export function isSessionEnded(status, url) {
  return status === 401 || (Boolean(url) && new URL(url, location.href).pathname === signInPath);
}

function reportOffline() {
  toast("No connection to the server. What you typed is still on this page.", {
    kind: "warning",
    key: "offline",
  });
}

/**
 * Return the sentence of a domain error, which the server sends as a notice without a page around.
 *
 * @param {string} html
 */
function noticeIn(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  if (parsed.querySelector("main")) {
    return "";
  }
  return parsed.querySelector(".notice__text")?.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

/** @param {number} status @param {string} body */
function reportFailure(status, body) {
  /** @type {Record<number, string>} */
  const sentences = {
    403: "You don't have the right to do this, or you signed in anew in another tab. Reload the page.",
    404: "This is no longer there, or you have no access to it.",
    409: "Someone else changed this meanwhile. Reload the page to see their version.",
    413: "The file is larger than the server accepts.",
    429: "Too many attempts. Wait a minute, then try again.",
  };
  const sentence =
    noticeIn(body) ||
    sentences[status] ||
    `The server could not do this (${status}). Nothing was saved. Try again.`;
  toast(sentence, { kind: "error", key: "failure" });
}

addEventListener("offline", reportOffline);
addEventListener("online", () => dismissToast("offline"));
document.addEventListener("htmx:sendError", reportOffline);
document.addEventListener("htmx:timeout", reportOffline);

// A sign-in page that answers a part's request must not be swapped into the part.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (isSessionEnded(detail.xhr.status, detail.xhr.responseURL)) {
    detail.shouldSwap = false;
    detail.isError = false;
    reportSessionEnded();
  }
});

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = /** @type {CustomEvent} */ (event).detail;
  if (!isSessionEnded(xhr.status, xhr.responseURL)) {
    reportFailure(xhr.status, xhr.responseText);
  }
});
