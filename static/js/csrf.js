// Gives every htmx request the CSRF token, and hands it to modules that use fetch().
// The cookie is read at the moment of sending: signing in again in another tab draws a new token,
// and an open page must be able to save with it.

/** Return the CSRF token of this browser, or "" when no cookie is set. */
export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Secure-)?csrftoken=([^;]+)/);
  return cookie ? decodeURIComponent(cookie[1]) : "";
}

document.addEventListener("htmx:configRequest", (event) => {
  const { detail } = /** @type {CustomEvent} */ (event);
  if (detail.verb !== "get") {
    detail.headers["X-CSRFToken"] = csrfToken();
  }
});
