// Marks a passage of an interview's notes: select words, judge them in the panel, save.
// Alt+1..9 chooses the stage, Ctrl+Enter saves. Every run of text carries data-start, its place in
// code points of the note, so a selection becomes a span whatever is marked already. Without this
// script each paragraph has its own link to the same form.

const points = (text) => [...text].length;

/** The place of a selection's border in code points of the note, or null outside its text. */
function placeOf(container, offset) {
  if (container.nodeType === Node.TEXT_NODE) {
    const run = container.parentElement.closest("[data-start]");
    return run && Number(run.dataset.start) + points(container.data.slice(0, offset));
  }
  const next = container.childNodes[offset];
  const first = next?.matches?.("[data-start]") ? next : next?.querySelector?.("[data-start]");
  if (first) return Number(first.dataset.start);
  const runs = container.querySelectorAll?.("[data-start]") ?? [];
  const last = runs[runs.length - 1] ?? container.closest?.("[data-start]");
  return last ? Number(last.dataset.start) + points(last.textContent) : null;
}

/** What is selected: the note, the span and the words; null when it is not inside one note. */
function selectedPassage() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const note = closestNote(range.startContainer);
  if (!note || note !== closestNote(range.endContainer)) return null;
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  return start === null || end === null ? null : trimmed(note, start, end);
}

function closestNote(node) {
  return (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-note]");
}

/** Leave out white space at both ends; between paragraphs it stays as it is in the note. */
function trimmed(note, start, end) {
  const runs = [...note.querySelectorAll("[data-start]")];
  const letters = new Map();
  for (const run of runs) {
    [...run.textContent].forEach((letter, index) => letters.set(Number(run.dataset.start) + index, letter));
  }
  const empty = (place) => !(letters.get(place) ?? " ").trim();
  while (start < end && empty(start)) start += 1;
  while (end > start && empty(end - 1)) end -= 1;
  if (start >= end) return null;
  const words = Array.from({ length: end - start }, (_, index) => letters.get(start + index) ?? "\n");
  return { note, start, end, words: words.join("").replace(/\n{2,}/g, "\n") };
}

function offer(passage) {
  const form = document.querySelector("form[data-passage]");
  if (!form || !passage) return;
  form.action = passage.note.dataset.mark;
  form.elements.start.value = passage.start;
  form.elements.end.value = passage.end;
  form.querySelector("[data-selected]").textContent = passage.words;
  const stage = form.querySelector(`[name=stage][value="${CSS.escape(passage.note.dataset.stage)}"]`);
  if (form.hidden && stage) stage.checked = true;
  form.hidden = false;
  document.querySelector("[data-hint]").hidden = true;
}

function putAway() {
  document.querySelector("form[data-passage]").hidden = true;
  document.querySelector("[data-hint]").hidden = false;
  getSelection().removeAllRanges();
}

document.querySelector("[data-cancel]")?.addEventListener("click", putAway);
document.addEventListener("selectionchange", () => offer(selectedPassage()));

document.addEventListener("keydown", (event) => {
  const form = document.querySelector("form[data-passage]:not([hidden])");
  if (!form) return;
  const digit = event.altKey && /^Digit([1-9])$/.exec(event.code);
  const stage = digit && form.querySelector(`[data-stage="${digit[1]}"]`);
  if (stage) {
    event.preventDefault();
    stage.checked = true;
  } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    event.preventDefault();
    form.requestSubmit();
  }
});
