// A button with data-dismiss removes the notice it stands in.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-dismiss]");
  if (button) {
    button.closest(".notice")?.remove();
  }
});
