// Progressive enhancement only: every page works when this file never loads.
const form = document.getElementById("q");
const status = document.getElementById("saved");

// One save at a time, so that each carries the revision that the one before it made.
function autosave(url) {
  const words = status.dataset;
  let timer; // runs while something typed waits to be saved
  let running = null;
  let again = false;

  async function send(keepalive) {
    const body = new FormData(form);
    // A file is large: it is sent once, with Continue.
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const reply = await fetch(url, { method: "POST", body, keepalive, headers: { "X-Requested-With": "fetch" } });
      if (reply.ok) form.elements.rev.value = (await reply.json()).rev;
      status.textContent = !reply.ok ? words.failed : timer ? words.saving : words.saved;
    } catch {
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

  // Continue waits for a save under way: its answer would look changed elsewhere.
  form.addEventListener("submit", async (event) => {
    wait();
    again = false;
    if (!running) return;
    event.preventDefault();
    await running;
    form.requestSubmit(event.submitter);
  });

  // A link waits until what was just typed is saved.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]:not([href^='#'], [href^='mailto:'])");
    if (!link || !(timer || running) || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (timer) save();
    while (running) await running;
    location.assign(link.href);
  });

  // Whoever closes the page or turns to another loses nothing either.
  const leave = () => timer && save({ keepalive: true });
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.hidden && leave());
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
  form.addEventListener("input", chooseOther);
  form.addEventListener("input", putAside);
  if (form.dataset.autosave && status) autosave(form.dataset.autosave);
}
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
