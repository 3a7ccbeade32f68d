// Puts what a page that has just come says into the page that is open: all but what is being written.

import { hideNeedless } from "./swap.js";

const STEADY = ["outline", "steps", "gate", "speech", "logic", "to-mend"]; // renewed after each save

export const parse = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

export function set(name, page) {
  const value = page.querySelector(`#words input[name=${name}]`)?.value;
  for (const input of value ? document.querySelectorAll(`input[name=${name}]`) : []) input.value = value;
}

// The outline stays where it was scrolled to, and on a phone as it was folded.
function replace(old, fresh) {
  if (!fresh || !old || old.contains(document.activeElement)) return;
  const [was, is] = [old.querySelector(".build-fold"), fresh.querySelector(".build-fold")];
  const top = was?.scrollTop;
  if (was && is) is.open = was.open;
  old.replaceWith(fresh);
  if (is) is.scrollTop = top;
}

export function renew(page) {
  for (const id of STEADY) replace(document.getElementById(id), page.getElementById(id));
  for (const fresh of page.querySelectorAll("[data-renew]")) replace(document.getElementById(fresh.id), fresh);
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
  hideNeedless();
  const lists = page.querySelectorAll("#words .build-rules"); // a line filled in makes room for one more
  document.querySelectorAll("#words .build-rules").forEach((list, n) => {
    list.append(...[...(lists[n]?.children ?? [])].slice(list.children.length));
  });
  set("base", page);
}

const phone = matchMedia("(max-width: 47.5rem)");

// The line of what is being edited is in view; on a phone the outline is folded, and links lead past it.
export function comeIntoView() {
  if (phone.matches) document.querySelector(".build-fold")?.removeAttribute("open");
  else document.querySelector(".build-here")?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const link = phone.matches && event.target.closest("#outline a[href*='#at-']");
  if (link) link.hash = "editor";
}, true);
