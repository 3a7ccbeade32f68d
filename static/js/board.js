// Drags a card from one column to another by pressing the button that does the same by keyboard:
// the card's own menu holds <button name="stage" value="COLUMN">. The server's answer redraws.

import { say } from "./swap.js";

let dragged = null;

const columnOf = (event) => event.target.closest?.("[data-column]");
const buttonFor = (card, column) =>
  card.querySelector(`form button[value="${CSS.escape(column.dataset.column)}"]`);

function clear() {
  for (const column of document.querySelectorAll(".board-over")) column.classList.remove("board-over");
}

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-card]");
  if (!dragged) return;
  dragged.classList.add("board-drag");
  event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragend", () => {
  dragged?.classList.remove("board-drag");
  dragged = null;
  clear();
});

document.addEventListener("dragover", (event) => {
  const column = dragged && columnOf(event);
  clear();
  if (!column || !buttonFor(dragged, column)) return;
  event.preventDefault();
  column.classList.add("board-over");
});

document.addEventListener("drop", (event) => {
  const column = dragged && columnOf(event);
  const button = column && buttonFor(dragged, column);
  if (!button) return;
  event.preventDefault();
  say(button.textContent.trim());
  button.form.requestSubmit(button);
});

// The card keeps the focus wherever it goes: its menu has an id, which the renewed board has too.
document.addEventListener("submit", (event) => {
  event.target.closest("[data-card]")?.querySelector("summary[id]")?.focus({ preventScroll: true });
});

// Beside an open drawer, the theme's own card comes into view; on a phone the drawer stands first.
if (matchMedia("(min-width: 60rem)").matches) {
  document.querySelector(".board-card-here")?.scrollIntoView({ inline: "center", block: "nearest" });
}
