// The contents of the report stand open beside it where there is room, and fold above it elsewhere.

const contents = document.querySelector("[data-contents]");
const wide = matchMedia("(min-width: 1200px)");

function fold() {
  contents.open = wide.matches;
}

if (contents) {
  fold();
  wide.addEventListener("change", fold);
}
