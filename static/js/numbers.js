// Helps with typed numbers, in any digits: a line that moves one, and what is left of a sum.
// What is typed is what is posted, and the server alone decides whether it is right.
{
  const { lang } = document.documentElement;

  // Arabic, Persian and Thai digits count from a place of their own.
  const digit = (letter) => {
    const code = letter.charCodeAt(0);
    return String(code - (code < 0x6a0 ? 0x660 : code < 0xe00 ? 0x6f0 : 0xe50));
  };

  // As the server reads it: 1,200 is no number, for half the world means 1200 by it and half 1.2.
  function read(text) {
    let plain = text.replace(/[\u0660-\u0669\u06f0-\u06f9\u0e50-\u0e59]/g, digit);
    plain = plain.replace(/[\s٬'’\u200e\u200f]/g, "").replace(/،/g, ",").replace(/\u2212/g, "-");
    if (/^[+-]?[1-9]\d{0,2}(,\d{3}|\.\d\d0)$/.test(plain)) return NaN;
    if (/^[+-]?[1-9]\d{0,2}((,\d{3})+\.\d+|(\.\d{3})+,\d+|(,\d{3}){2,}|(\.\d{3}){2,})$/.test(plain)) {
      plain = plain.replaceAll(plain.match(/[.,]/)[0], "");
    }
    return Number(plain.replace(/[,٫]/, "."));
  }

  // With a point before the fraction in every language, as the page itself writes it.
  function write(number) {
    return number.toLocaleString(lang, { useGrouping: false, maximumFractionDigits: 9 }).replace(",", ".");
  }

  function guide(line) {
    const range = line.querySelector("input[type=range]");
    const box = line.querySelector("input.text");

    // Until there is an answer the handle stands in the middle, pale: nobody has moved it.
    function follow() {
      const number = read(box.value);
      const isGiven = box.value.trim() !== "" && Number.isFinite(number);
      range.value = isGiven ? number : (Number(range.min) + Number(range.max)) / 2;
      range.classList.toggle("untouched", !isGiven);
      range.setAttribute("aria-valuetext", isGiven ? box.value : "–");
    }

    function lead() {
      box.value = write(Number(range.value));
      follow();
    }

    range.addEventListener("input", lead);
    // A click on the middle moves nothing, yet it is an answer.
    range.addEventListener("click", () => {
      lead();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
    box.addEventListener("input", follow);
    follow();
    range.classList.add("on");
  }

  function count(said) {
    const boxes = [...document.querySelectorAll(".sums input")];

    function tell() {
      const spent = boxes.reduce((sum, box) => sum + read(box.value), 0);
      const rest = Number((Number(said.dataset.sum) - spent).toFixed(6));
      const words = rest > 0 ? said.dataset.left : rest < 0 ? said.dataset.over : said.dataset.done;
      said.textContent = Number.isFinite(spent) ? words.replace("{n}", write(Math.abs(rest))) : "";
    }

    for (const box of boxes) box.addEventListener("input", tell);
    tell();
  }

  for (const line of document.querySelectorAll("[data-line]")) guide(line);
  for (const said of document.querySelectorAll("[data-sum]")) count(said);
}
