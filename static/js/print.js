// Methods stand on paper even when they are folded on the screen.

let opened = [];

addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.methods:not([open])")];
  for (const details of opened) {
    details.open = true;
  }
});

addEventListener("afterprint", () => {
  for (const details of opened) {
    details.open = false;
  }
  opened = [];
});
