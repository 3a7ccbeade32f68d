// <input type="number" data-words="Step 1: 3 themes|Step 2: 4 themes|…">: a slider that says, at each
// step, the words of that step; they stand in the form's <output> too, and the numbers of its ends
// below it. Its form sends itself (swap.js).

for (const input of document.querySelectorAll("input[data-words]")) {
  const words = input.dataset.words.split("|");
  const output = input.form.querySelector("output");
  const tell = () => {
    const said = words[input.value - input.min] ?? "";
    input.setAttribute("aria-valuetext", said);
    output.textContent = said;
  };
  input.type = "range";
  for (const ends of input.form.querySelectorAll(".grains-ends")) ends.hidden = false;
  input.addEventListener("input", tell);
  tell();
}
