// Runs before the first paint, as a plain script: a module would wait for the whole page, and a
// reader in a dark room would see a white flash on every click.
(() => {
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.dataset.theme = theme;
    }
  } catch {
    // Storage is blocked: the system's theme stays.
  }
})();
