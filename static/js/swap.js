// Fetches a page's inner part and puts it in place of an element that has the same id there.
// The server's answer is the truth; without this script the same addresses are whole pages.

const HEADER = { "X-Fragment": "1" };

// Who asks again before the answer is there gets the newest answer alone, in the newest place.
const asked = new Map();

export async function swap(element, url, options = {}) {
  const turn = (asked.get(element.id) ?? 0) + 1;
  asked.set(element.id, turn);
  const answer = await fetch(url, { ...options, headers: { ...HEADER, ...options.headers } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (asked.get(element.id) !== turn) return null;
  const found = page.getElementById(element.id);
  if (!found) {
    if (answer.redirected) location.assign(answer.url); // signed out meanwhile, or moved on
    else complain(page.querySelector("h1")?.textContent ?? "");
    return null;
  }
  const focused = document.activeElement?.id;
  (document.getElementById(element.id) ?? element).replaceWith(found);
  const messages = page.getElementById("flashes");
  if (messages?.childElementCount) document.getElementById("flashes")?.replaceWith(messages);
  hideNeedless();
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return found;
}

// An error page's one sentence is shown where messages stand; what was on the page stays.
function complain(sentence) {
  const box = document.createElement("div");
  box.className = "flash flash-pain";
  box.setAttribute("role", "alert");
  box.textContent = sentence;
  document.getElementById("flashes")?.replaceChildren(box);
}

export function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

// <form data-swap="id"> and <a data-swap="id">: the element with that id is renewed in place; the
// address follows, unless a form says data-stay.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const element = form.dataset.swap && document.getElementById(form.dataset.swap);
  if (!element) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  if (form.method === "get") {
    const url = `${form.action.split("?")[0]}?${new URLSearchParams(data)}`;
    if ((await swap(element, url)) && !("stay" in form.dataset)) history.replaceState(null, "", url);
  } else {
    await swap(element, form.action, { method: "POST", body: data });
  }
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-swap]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const element = document.getElementById(link.dataset.swap);
  if (!element) return;
  event.preventDefault();
  if (await swap(element, link.href)) history.replaceState(null, "", link.href);
});

// <form data-auto>: a filter that needs no button once scripts run.
document.addEventListener("change", (event) => event.target.closest("form[data-auto]")?.requestSubmit());

export function hideNeedless() {
  for (const button of document.querySelectorAll("form[data-auto] [data-auto-hide]")) button.hidden = true;
}

hideNeedless();
