// The contents of the report stand open beside it where there is room, and fold above it elsewhere.

const contents = /** @type {HTMLDetailsElement | null} */ (
  document.querySelector("[data-contents]")
);
const wide = matchMedia("(min-width: 1200px)");

if (contents) {
  const fold = () => {
    contents.open = wide.matches;
  };
  fold();
  wide.addEventListener("change", fold);
}
