// Takes the words selected in an interview note into the form beside it.
// <div data-note="ID">the note's text, exactly</div>
// <form data-excerpt> inputs named note, start and end; <blockquote data-quote>; radios named stage.
// Offsets count code points from the note's first character, as the server stores them.
// Alt+1…9 chooses a stage, Ctrl+Enter (or ⌘ Enter) saves.

const form = document.querySelector("form[data-excerpt]");

const length = (text) => [...text].length;

function offset(note, container, place) {
  const before = document.createRange();
  before.selectNodeContents(note);
  before.setEnd(container, place);
  return length(before.toString());
}

function take() {
  const selection = document.getSelection();
  if (!form || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const note = range.startContainer.parentElement?.closest("[data-note]");
  if (!note?.contains(range.endContainer)) return;
  form.elements.note.value = note.dataset.note;
  form.elements.start.value = offset(note, range.startContainer, range.startOffset);
  form.elements.end.value = offset(note, range.endContainer, range.endOffset);
  const quote = form.querySelector("[data-quote]");
  quote.textContent = range.toString();
  quote.dir = "auto";
}

document.addEventListener("selectionchange", () => {
  clearTimeout(take.waiting);
  take.waiting = setTimeout(take, 120);
});

document.addEventListener("keydown", (event) => {
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
  const number = event.altKey && /^Digit[1-9]$/.test(event.code) && Number(event.code.at(-1));
  const choice = number && form.querySelectorAll("input[name=stage]")[number - 1];
  if (choice) {
    event.preventDefault();
    choice.checked = true;
    choice.focus();
  }
});
