// Saves the question while a person writes, and shows it on the phone beside.
// The page that comes back is the truth for all but the words being written. What is not saved stays.

import { adopt, comeIntoView, parse, renew, set } from "./fresh.js";

const AGAIN = 5000; // ms until what did not get through is sent again
const form = () => document.getElementById("words");
const note = document.getElementById("saved");
let timer = 0;
let running = null;
let again = false;
let isUnsaved = false;
let isHeld = false; // somebody else changed it: only the Save button may write over theirs
let isPassing = false;
let half = null; // what is being written and can't be judged before it is left

comeIntoView();

function tell(key) {
  Object.assign(note, { textContent: note.dataset[key], className: `saved-note saved-${key}` });
  note.dataset.at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  document.getElementById("sign-in-again").hidden = key !== "signedout";
}

function show() {
  document.querySelector("#screen iframe")?.contentWindow.location.reload();
}

let sent = null;

function post() {
  sent = new FormData(form());
  return fetch(form().action, { method: "POST", body: sent, headers: { "X-Fragment": "1" } });
}

// A page opened before a sign-in can't be sent after it: its token is taken from a fresh page.
async function signInAgain() {
  const page = await parse(await fetch(location.href));
  if (!page.getElementById("words")) return false;
  set("csrf_token", page);
  document.getElementById("order").dataset.csrf = page.getElementById("order").dataset.csrf;
  return true;
}

function fail(key, page = null) {
  isUnsaved = true;
  tell(key);
  const said = page?.querySelector("#editor .errors");
  if (said) document.getElementById("editor").prepend(said);
  else timer = setTimeout(save, AGAIN);
}

async function send() {
  clearTimeout(timer);
  timer = 0;
  isUnsaved = false;
  tell("saving");
  try {
    let answer = await post();
    let page = await parse(answer);
    if (answer.status === 404 || answer.status > 499) return fail(answer.status === 404 ? "gone" : "offline");
    if (!page.getElementById("words")) {
      if (!(await signInAgain())) return fail("signedout");
      answer = await post();
      page = await parse(answer);
    }
    document.querySelector("#editor > .errors")?.remove();
    isHeld = answer.status === 409;
    if (isHeld) set("base", page);
    if (!answer.ok || !page.getElementById("words")) return fail("failed", page);
    if (page.querySelector("#flashes > *")) adopt(page, sent);
    renew(page);
  } catch {
    return fail("offline");
  }
  tell("saved");
  show();
}

async function sendAll() {
  do {
    again = false;
    await send();
  } while (again);
}

// Ends when what is on the page now is stored or refused.
function save() {
  again = true;
  running ??= sendAll().finally(() => {
    running = null;
  });
  return running;
}

// A rule's line, a number or words that are needed are half there while they are written: these wait
// until they are left.
function halfOf(field) {
  const isEmptied = field.matches("textarea") && !field.value.trim();
  const line = field.closest("[data-line]") ?? field.closest(".build-code, .build-number, .build-score");
  return line ?? (isEmptied ? field : null);
}

document.addEventListener("input", (event) => {
  if (event.target.form !== form()) return;
  isUnsaved = true;
  clearTimeout(timer);
  timer = 0;
  half = halfOf(event.target);
  if (isHeld || half) return;
  timer = setTimeout(save, event.target.matches("textarea, input:not([type=checkbox])") ? 900 : 150);
});

document.addEventListener("focusout", () => setTimeout(() => {
  if (!half || half.contains(document.activeElement)) return;
  half = null;
  if (!isHeld) save();
}));

// Any other step waits for what is being written: else it would be refused as changed meanwhile.
document.addEventListener("submit", async (event) => {
  if (isPassing || !(isUnsaved || running)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const isOwn = event.target === form();
  if (isOwn || !isHeld) await save();
  if (isUnsaved && isOwn) document.querySelector("#editor > .errors")?.focus();
  if (isUnsaved && (isOwn || !isHeld)) return;
  if (!event.target.isConnected) return; // somebody else's changes have come: look at them first
  isPassing = true;
  event.target.requestSubmit(event.submitter);
  isPassing = false;
}, true);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]:not([href^='#'], [target])");
  if (!link || !(isUnsaved || running) || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  if (!isHeld) await save();
  location.assign(link.href);
});

addEventListener("beforeunload", (event) => {
  if (isUnsaved || running) event.preventDefault();
});
for (const name of ["online", "focus"]) addEventListener(name, () => isUnsaved && !isHeld && timer && save());
