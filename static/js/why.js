// <a data-why href>: shows the #why of the page it leads to in the dialog of this page. Without
// scripts, and with a modifier key, the link leads to that page.

import { swap } from "./swap.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-why]");
  const dialog = document.getElementById("why-dialog");
  if (!link || !dialog || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  const waiting = dialog.querySelector("[data-waiting]");
  waiting.hidden = false;
  dialog.querySelector("#why").replaceChildren();
  dialog.showModal();
  const found = await swap(dialog.querySelector("#why"), link.href);
  waiting.hidden = true;
  if (found) found.focus({ preventScroll: true });
  else dialog.close();
});
