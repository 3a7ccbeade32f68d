// A long list gets a field above it that leaves only the options with the words typed.
// Without this script the list is whole, and browsers jump to what is typed in it.
{
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  function searchable(list) {
    const box = list.closest("[data-search]");
    const field = box.querySelector("input[type=search]");
    const found = box.querySelector("[role=status]");
    const [empty, ...options] = list.options;

    function narrow() {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      const fit = (option) => words.every((word) => plain(option.text).includes(word));
      const left = options.filter(fit);
      // The chosen one stays, and is chosen anew: while options come and go, browsers choose another.
      const chosen = list.value;
      list.replaceChildren(empty, ...options.filter((each) => fit(each) || (chosen && each.value === chosen)));
      list.value = chosen;
      found.textContent = words.length ? found.dataset.found.replace("0", left.length.toLocaleString(document.documentElement.lang)) : "";
    }

    field.addEventListener("input", (event) => {
      event.stopPropagation(); // no answer, so nothing to save
      narrow();
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault(); // looks at the list rather than going on
        list.focus();
      } else if (event.key === "Escape") {
        field.value = "";
        narrow();
      }
    });
    box.querySelector("[data-search-field]").classList.add("on");
  }

  for (const list of document.querySelectorAll("[data-search] select")) searchable(list);
}
