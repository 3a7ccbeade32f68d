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
  set("seen", page);
}

// A line is known by its id, wherever it stands.
const keyOf = (form, name) =>
  name.replace(/^(choices|rows)\.(\d+)\./, (all, list, n) => `${list}.${form.elements[`${list}.${n}.id`]?.value}.`);

const isTicked = (input) => input.type === "checkbox" || input.type === "radio";

// Somebody else's changes came along: the page that came shows them and ours. What was typed since
// `sent` stays, and so does the place of the keyboard.
export function adopt(page, sent) {
  const [old, fresh] = [document.getElementById("words"), page.getElementById("words")];
  const twins = new Map([...fresh.elements].map((each) => [keyOf(fresh, each.name) + (isTicked(each) ? each.value : ""), each]));
  const twinOf = (each) => each.type !== "hidden" && twins.get(keyOf(old, each.name) + (isTicked(each) ? each.value : ""));
  for (const each of old.elements) {
    const twin = each.name && twinOf(each);
    if (!twin) continue;
    const was = sent.getAll(each.name);
    if (isTicked(each)) {
      if (each.checked !== was.includes(each.value)) twin.checked = each.checked;
    } else if (each.value !== was[0]) twin.value = each.value;
  }
  const active = document.activeElement;
  const next = active.form === old && active.name && twinOf(active);
  old.replaceWith(fresh);
  document.getElementById("flashes").replaceWith(page.getElementById("flashes"));
  if (!next) return;
  next.focus({ preventScroll: true });
  if (next.matches("textarea")) next.setSelectionRange(active.selectionStart, active.selectionEnd);
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
