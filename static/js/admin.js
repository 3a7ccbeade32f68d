// Staff pages: menus close as menus do, and the shared islands are loaded.

import "./swap.js";
import "./jobs.js";

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// On a phone the tabs scroll sideways: bring the present one into view.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
document.querySelector(".stage-links [aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
