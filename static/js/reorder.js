// Puts the items of a list in another order: by dragging their heads, or on the grip by the arrow
// keys. <ol id data-reorder="/address" data-csrf data-said="Moved to place {place} of {all}">
//   <li data-key><div data-handle><button data-grip id hidden>
// The whole order is posted as `key`, once each; the page that comes back is the truth. Without
// this script the same list has buttons for up and down.

import { say, swap } from "./swap.js";

const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const QUIET = 600; // ms without a key before the order is saved
let dragged = null;
let waiting = 0;

function showGrips(root) {
  for (const grip of root.querySelectorAll("[data-reorder] [data-grip]")) grip.hidden = false;
}

const items = (list) => [...list.querySelectorAll(":scope > [data-key]")];

function tell(list, moved) {
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const place = items(list).indexOf(moved) + 1;
  say(list.dataset.said.replace("{place}", number(place)).replace("{all}", number(items(list).length)));
}

async function post(list) {
  const body = new FormData();
  body.set("csrf_token", list.dataset.csrf);
  for (const item of items(list)) body.append("key", item.dataset.key);
  const focused = document.activeElement?.id;
  if (!(await swap(list, list.dataset.reorder, { method: "POST", body }))) return;
  showGrips(document);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

// Only the head starts a drag, so that the words below can be selected.
document.addEventListener("pointerdown", (event) => {
  const item = event.target.closest?.("[data-reorder] > [data-key]");
  if (item) item.draggable = Boolean(event.target.closest("[data-handle]"));
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-reorder] > [data-key]") ?? null;
  if (!dragged) return;
  dragged.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.key);
});

document.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest?.("[data-reorder] > [data-key]");
  if (!over || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  for (const item of items(over.parentElement)) item.toggleAttribute("data-over", item === over);
});

document.addEventListener("drop", (event) => {
  const over = dragged && event.target.closest?.("[data-reorder] > [data-key]");
  if (!over || over === dragged || over.parentElement !== dragged.parentElement) return;
  event.preventDefault();
  const list = over.parentElement;
  const down = items(list).indexOf(dragged) < items(list).indexOf(over);
  over[down ? "after" : "before"](dragged);
  tell(list, dragged);
  post(list);
});

document.addEventListener("dragend", () => {
  for (const item of document.querySelectorAll("[data-over], [data-dragged]")) {
    item.removeAttribute("data-over");
    item.removeAttribute("data-dragged");
  }
  dragged = null;
});

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  const step = grip && STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  const item = grip.closest("[data-key]");
  const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) return;
  other[step < 0 ? "before" : "after"](item);
  grip.focus();
  tell(item.parentElement, item);
  clearTimeout(waiting);
  waiting = setTimeout(post, QUIET, item.parentElement);
});

showGrips(document);
