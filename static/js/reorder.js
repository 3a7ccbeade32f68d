// Puts the rows of a list in another order.
// <ol data-reorder="FORM-ID"> <li data-item="ID"> <button class="btn-icon" data-grip> … </li> … </ol>
// <form id="FORM-ID" method="post"><input type="hidden" name="order"> … </form>
// The grip drags, and moves by the arrow keys; the form then posts the ids in their new order.
// Without this script the rows' own "up" and "down" buttons do the work, and the grips stay hidden.

import { say } from "./swap.js";

let dragged = null;
let origin = "";

const listOf = (element) => element?.closest?.("[data-reorder]");
const orderOf = (list) => [...list.querySelectorAll(":scope > [data-item]")].map((row) => row.dataset.item).join(",");

function save(list) {
  const form = document.getElementById(list.dataset.reorder);
  form.elements.order.value = orderOf(list);
  form.requestSubmit();
}

for (const grip of document.querySelectorAll("[data-grip][hidden]")) grip.hidden = false;

document.addEventListener("pointerdown", (event) => {
  const row = event.target.closest?.("[data-grip]")?.closest("[data-item]");
  if (row) row.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  const row = event.target.closest?.("[data-item]");
  if (!row || !listOf(row)) return;
  dragged = row;
  origin = orderOf(listOf(row));
  event.dataTransfer.effectAllowed = "move";
});

document.addEventListener("dragover", (event) => {
  const over = event.target.closest?.("[data-item]");
  if (!dragged || !over || listOf(over) !== listOf(dragged)) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  if (over !== dragged) event.clientY > box.top + box.height / 2 ? over.after(dragged) : over.before(dragged);
});

document.addEventListener("dragend", () => {
  if (!dragged) return;
  const list = listOf(dragged);
  dragged.draggable = false;
  dragged = null;
  if (orderOf(list) !== origin) save(list);
});

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!grip || !step) return;
  event.preventDefault();
  const row = grip.closest("[data-item]");
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  step < 0 ? other.before(row) : other.after(row);
  grip.focus();
  const list = listOf(row);
  say(`${[...list.children].indexOf(row) + 1} / ${list.children.length}`);
  clearTimeout(list.saving);
  list.saving = setTimeout(() => save(list), 700);
});
