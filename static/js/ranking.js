// Puts options in order by buttons, by dragging the grip, or by their menus of places: a place
// given to one moves the others. What has a place stands first; the menus are what is posted.
{
  const list = document.querySelector("[data-ranks]");
  const status = document.getElementById("moved");
  const { lang } = document.documentElement;
  const rows = [...list.children]; // in the order of the question
  const menu = (row) => row.querySelector("select");
  const name = (row) => row.querySelector("label").textContent;
  const most = Math.max(...[...menu(rows[0]).options].map((option) => Number(option.value)));
  // Two options may come with one place, from a page without this script: theirs is the same order.
  const ranked = rows.filter((row) => menu(row).value);
  ranked.sort((one, other) => menu(one).value - menu(other).value);
  let dragged = null;

  function draw() {
    rows.forEach((row) => (menu(row).value = ranked.includes(row) ? ranked.indexOf(row) + 1 : ""));
    const focused = document.activeElement;
    list.append(...ranked, ...rows.filter((row) => !ranked.includes(row)));
    if (list.contains(focused)) focused.focus({ preventScroll: true });
    for (const row of rows) {
      const [up, down] = row.querySelectorAll("[data-move]");
      const place = ranked.indexOf(row);
      up.setAttribute("aria-disabled", place === 0 || (place < 0 && ranked.length === most));
      down.setAttribute("aria-disabled", place < 0);
    }
  }

  function tell(row) {
    const number = (value) => value.toLocaleString(lang);
    const place = ranked.indexOf(row) + 1;
    const words = place ? list.dataset.said : list.dataset.gone;
    status.textContent = words.replace("{option}", name(row)).replace("{place}", number(place)).replace("{all}", number(most));
  }

  // Gives a row the place `at` (from 0), or takes its place away where `at` is none of the places.
  function put(row, at) {
    const before = ranked.indexOf(row);
    if (before >= 0) ranked.splice(before, 1);
    if (at >= 0 && at < most) ranked.splice(Math.min(at, ranked.length), 0, row);
    ranked.length = Math.min(ranked.length, most);
    draw();
    tell(row);
  }

  const keep = (row) => menu(row).dispatchEvent(new Event("input", { bubbles: true }));

  // Up takes the next free place, or changes places with the one above; down from the last gives up.
  function move(row, step) {
    const place = ranked.indexOf(row);
    if (place < 0 && (step > 0 || ranked.length === most)) return;
    if (place === 0 && step < 0) return;
    const last = place === ranked.length - 1 && step > 0;
    put(row, place < 0 ? ranked.length : last ? -1 : place + step);
    keep(row);
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) move(button.closest("li"), Number(button.dataset.move));
  });

  list.addEventListener("change", (event) => {
    if (event.target.matches("select")) put(event.target.closest("li"), event.target.value - 1);
  });

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    dragged = grip.closest("li");
    dragged.dataset.dragged = "";
    event.preventDefault();
  });

  document.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const others = [...list.children].filter((row) => row !== dragged);
    const below = others.find((row) => {
      const box = row.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    if (below) below.before(dragged);
    else list.append(dragged);
  });

  function drop(event) {
    if (!dragged) return;
    const row = dragged;
    dragged = null;
    delete row.dataset.dragged;
    if (event.type === "pointercancel") return draw();
    // Below the last ranked one it takes the place that comes next.
    const above = [...list.children].slice(0, [...list.children].indexOf(row));
    put(row, above.filter((each) => ranked.includes(each)).length);
    keep(row);
  }
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  for (const row of rows) {
    row.append(document.getElementById("moves").content.cloneNode(true));
    for (const button of row.querySelectorAll("[data-move]")) {
      button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${name(row)}`);
    }
  }
  draw();
}
