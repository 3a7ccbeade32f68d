// Progressive enhancement only: every page works when this file never loads.
const form = document.getElementById("q");
const status = document.getElementById("saved");

const asScript = { "X-Requested-With": "fetch" };

// A request that does not wait for ever: a network may take it and never answer.
function post(url, body, { seconds, keepalive = false } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), seconds * 1000);
  const asked = { method: body ? "POST" : "HEAD", body, keepalive, headers: asScript, signal: stop.signal };
  return fetch(url, asked).finally(() => clearTimeout(timer));
}

const after = (ms) => new Promise((done) => setTimeout(done, ms));

// One save at a time, so that each carries the revision that the one before it made.
function autosave(url) {
  const words = status.dataset;
  let timer; // runs while something typed waits to be saved
  let running = null;
  let again = false;
  let unsaved = false; // the last save did not get through

  function draft() {
    const body = new FormData(form);
    // A file is large: it is sent once, with Continue.
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    return body;
  }

  async function send(keepalive) {
    try {
      const reply = await post(url, draft(), { seconds: 8, keepalive });
      if (reply.ok) form.elements.rev.value = (await reply.json()).rev;
      unsaved = false;
      status.textContent = !reply.ok ? words.failed : timer ? words.saving : words.saved;
    } catch {
      unsaved = true;
      status.textContent = words.failed;
    }
  }

  function wait(ms) {
    clearTimeout(timer);
    timer = ms === undefined ? undefined : setTimeout(save, ms);
  }

  function save({ keepalive = false } = {}) {
    wait();
    if (running) {
      again = true;
      return running;
    }
    running = send(keepalive).finally(() => {
      running = null;
      if (again) {
        again = false;
        save();
      }
    });
    return running;
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    status.textContent = words.saving;
    wait(event.target.matches("textarea, input.text") ? 900 : 150);
  });

  // Whoever closes the page or turns to another loses nothing either.
  document.addEventListener("visibilitychange", () => document.hidden && timer && save({ keepalive: true }));
  addEventListener("pagehide", () => {
    if (!timer && !again) return;
    if (!running) return void save({ keepalive: true });
    wait();
    again = false;
    // The save under way may arrive or not: one of these carries the revision that is there then.
    for (const more of [1, 0]) {
      const body = draft();
      body.set("rev", Number(body.get("rev")) + more);
      post(url, body, { seconds: 8, keepalive: true }).catch(() => {});
    }
  });
  addEventListener("online", () => unsaved && save());

  // What is about to be sent carries all of it. A save under way is awaited, for its answer would
  // look changed elsewhere; but no longer than a moment. Says whether it has ended.
  return () => {
    wait();
    again = false;
    unsaved = false;
    return Promise.race([Promise.resolve(running).then(() => true), after(1500)]);
  };
}

// Continue, Back and a language try the network first, and stay on the page where there is none:
// the browser's own page of errors would have lost what is typed. Once sent, the server says where
// to go; whatever else it says, the browser is left to show, by sending once more.
function sending(settle) {
  const words = status.dataset;
  let busy = false;
  let pending = null; // the button pressed while there was no network
  let retry;

  async function attempt(submitter, isSettled) {
    const url = form.getAttribute("action") || location.href;
    // A file is sent only once: for it the network is tried without.
    const body = form.hasAttribute("enctype") ? undefined : new FormData(form);
    if (submitter) body?.set(submitter.name, submitter.value);
    try {
      let reply = await post(url, body, { seconds: 20 });
      if (reply.status === 409 && body && !isSettled) {
        body.set("rev", Number(body.get("rev")) + 1); // the save under way has arrived after all
        reply = await post(url, body, { seconds: 20 });
      }
      if (reply.status > 501) return false; // a proxy whose server is away
      const told = reply.headers.get("Content-Type")?.includes("json") && (await reply.json());
      if (told?.go) location.assign(told.go);
      else submit(submitter);
      return true;
    } catch {
      return false;
    }
  }

  function submit(submitter) {
    form.dataset.sent = "";
    form.requestSubmit(submitter);
    delete form.dataset.sent;
  }

  async function send(submitter) {
    clearTimeout(retry);
    if (busy) return;
    busy = true;
    status.textContent = words.saving;
    busy = await attempt(submitter, await settle());
    if (busy) return;
    status.textContent = words.offline;
    retry = setTimeout(send, 5000, submitter);
    pending = submitter;
  }

  form.addEventListener("submit", (event) => {
    if ("sent" in form.dataset) return;
    event.preventDefault();
    send(event.submitter);
  });
  // Whoever goes on writing presses Continue again.
  form.addEventListener("input", () => {
    clearTimeout(retry);
    pending = null;
  });
  addEventListener("online", () => pending && send(pending));
  addEventListener("pageshow", (event) => {
    if (event.persisted) busy = false;
  });
}

// "None of these" clears the rest, and the rest clears it.
function keepAlone(event) {
  const box = event.target;
  if (box.type !== "checkbox" || !box.checked || "decline" in box.dataset) return;
  const alone = "alone" in box.dataset;
  for (const other of form.querySelectorAll("input[type=checkbox]")) {
    if (other !== box && other.name === box.name && (alone || "alone" in other.dataset)) other.checked = false;
  }
}

// A way out ("don't know") clears what was chosen, and an answer takes the way out back.
function decline(event) {
  const ways = [...form.querySelectorAll("[data-decline]")];
  const taken = ways.includes(event.target) && event.target.checked;
  for (const way of ways) if (way !== event.target) way.checked = false;
  if (!taken) return;
  for (const other of form.querySelectorAll("input:checked")) {
    if (other !== event.target) other.checked = false;
  }
  for (const list of form.querySelectorAll("select")) list.value = "";
}

// The name of a chosen file stands beside our button.
function nameFile({ target }) {
  const said = target.type === "file" && target.parentElement.querySelector("[data-picked]");
  if (said) said.textContent = target.files[0]?.name ?? "";
}

// The option that words of one's own belong to, and whether it is chosen.
function optionOf(field) {
  const block = field.closest(".other");
  return block.previousElementSibling.querySelector("input") ?? block.parentElement.querySelector("option[data-other]");
}

const isChosen = (option) => option?.checked ?? option?.selected;

// Writing one's own words chooses the option they belong to.
function chooseOther(event) {
  if (!event.target.closest(".other")) return;
  delete event.target.dataset.aside;
  const option = event.target.value && optionOf(event.target);
  if (!option || isChosen(option)) return;
  option[option.matches("input") ? "checked" : "selected"] = true;
  keepAlone({ target: option });
}

// Words whose option is taken back are put aside, for words alone would choose it again.
function putAside() {
  for (const field of form.querySelectorAll(".other input")) {
    const { aside } = field.dataset;
    const option = optionOf(field); // none while a search of the list has taken it away
    if (isChosen(option) && aside && !field.value) field.value = aside;
    else if (option && !isChosen(option) && field.value) [field.dataset.aside, field.value] = [field.value, ""];
  }
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.lang[open]")) {
    if (event.key === "Escape") menu.querySelector("summary").focus();
    if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) menu.open = false;
  }
}

if (form) {
  form.addEventListener("input", keepAlone);
  form.addEventListener("input", decline);
  form.addEventListener("input", nameFile);
  form.addEventListener("input", chooseOther);
  form.addEventListener("input", putAside);
  if (form.dataset.autosave && status) sending(autosave(form.dataset.autosave));
}
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
