// Saves the question while a person writes, and shows it on the phone beside.
// The page that comes back is the truth for all but the words being written.

const STEADY = ["outline", "steps", "gate", "speech", "logic"]; // renewed after each save
const form = () => document.getElementById("words");
const note = document.getElementById("saved");
let timer = 0;
let running = null;
let again = false;

if (matchMedia("(max-width: 47.5rem)").matches) document.querySelector(".build-fold")?.removeAttribute("open");

function tell(key) {
  note.textContent = key ? note.dataset[key] : "";
}

function show() {
  document.querySelector("#screen iframe")?.contentWindow.location.reload();
}

function renew(page) {
  for (const id of STEADY) {
    const fresh = page.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old && !old.contains(document.activeElement)) old.replaceWith(fresh);
  }
  for (const fresh of page.querySelectorAll("[data-renew]")) {
    const old = document.getElementById(fresh.id);
    if (old && !old.contains(document.activeElement)) old.replaceWith(fresh);
  }
  for (const grip of document.querySelectorAll("[data-grip]")) grip.hidden = false;
  const base = page.querySelector("#words input[name=base]")?.value;
  for (const input of base ? document.querySelectorAll("input[name=base]") : []) input.value = base;
}

async function send() {
  tell("saving");
  try {
    const answer = await fetch(form().action, {
      method: "POST",
      body: new FormData(form()),
      headers: { "X-Fragment": "1" },
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) {
      tell("failed");
      const said = page.querySelector("#editor .errors");
      document.querySelector("#editor > .errors")?.remove();
      if (said) document.getElementById("editor").prepend(said);
      return;
    }
    document.querySelector("#editor > .errors")?.remove();
    renew(page);
    tell("saved");
    show();
  } catch {
    tell("failed");
  }
}

function save() {
  clearTimeout(timer);
  if (running) {
    again = true;
    return running;
  }
  timer = 0;
  running = send().finally(() => {
    running = null;
    if (again) {
      again = false;
      save();
    }
  });
  return running;
}

document.addEventListener("input", (event) => {
  if (event.target.form !== form()) return;
  clearTimeout(timer);
  timer = setTimeout(save, event.target.matches("textarea, input:not([type=checkbox])") ? 900 : 150);
});

// Any other step waits for what is being written: else it would be refused as changed meanwhile.
document.addEventListener("submit", async (event) => {
  if (!timer && !running) return;
  if (event.target === form()) {
    clearTimeout(timer);
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  await save();
  timer = 0;
  event.target.requestSubmit(event.submitter);
}, true);

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !timer || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  await save();
  timer = 0;
  location.assign(link.href);
});
