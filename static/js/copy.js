// <button data-copy="id" data-done="Copied">: copies the input's text. <button data-print>: prints.
// Both stay hidden without scripts, where the text can be selected and the browser prints.

import { say } from "./swap.js";

for (const button of document.querySelectorAll("[data-copy]")) {
  const input = document.getElementById(button.dataset.copy);
  button.hidden = !input || !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(input.value);
    button.querySelector("span").textContent = button.dataset.done;
    say(button.dataset.done);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
