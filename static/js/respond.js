// Progressive enhancement only: every page works when this file never loads.
const form = document.getElementById("q");
const status = document.getElementById("saved");

// One save at a time, so that each carries the revision that the one before it made.
function autosave(url) {
  const words = status.dataset;
  let timer;
  let running = null;
  let again = false;

  async function send() {
    status.textContent = words.saving;
    const body = new FormData(form);
    try {
      const reply = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      if (reply.ok) form.elements.rev.value = (await reply.json()).rev;
      status.textContent = reply.ok ? words.saved : words.failed;
    } catch {
      status.textContent = words.failed;
    }
  }

  function save() {
    clearTimeout(timer);
    timer = undefined;
    if (running) {
      again = true;
      return running;
    }
    running = send().finally(() => {
      running = null;
      if (again) {
        again = false;
        save();
      }
    });
    return running;
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return; // large: sent once, with Continue
    clearTimeout(timer);
    const typing = event.target.matches("textarea, input.text");
    timer = setTimeout(save, typing ? 900 : 150);
  });

  // Continue waits for a save under way: its answer would look changed elsewhere.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    again = false;
    if (!running) return;
    event.preventDefault();
    await running;
    form.requestSubmit(event.submitter);
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

// Writing one's own words chooses the option they belong to.
function chooseOther(event) {
  const block = event.target.closest(".other");
  if (!block || !event.target.value) return;
  const option = block.previousElementSibling.querySelector("input");
  const listed = block.parentElement.querySelector("option[data-other]");
  if (option) option.checked = true;
  else if (listed) listed.selected = true;
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
  if (form.dataset.autosave && status) autosave(form.dataset.autosave);
}
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
