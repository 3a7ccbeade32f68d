// Watches long work: <div id="job-…" data-job="/jobs/…"> is renewed until the work is over, then
// the page follows the link the work leaves behind. Slows down the longer the work takes.

import { say, swap } from "./swap.js";

const FIRST_WAIT = 700;
const LONGEST_WAIT = 5000;
// A server that is restarted, or a phone in a tunnel, answers again within ten minutes.
const MOST_MISSES = 120;

async function watch(element, wait = FIRST_WAIT, misses = 0) {
  await new Promise((done) => setTimeout(done, wait));
  const renewed = await swap(element, element.dataset.job).catch(() => null);
  if (!renewed) {
    if (misses < MOST_MISSES) watch(element, LONGEST_WAIT, misses + 1);
    return;
  }
  const part = renewed.querySelector("[data-state]");
  say(renewed.querySelector("[data-say]")?.textContent ?? "");
  const next = part?.dataset.state === "done" && renewed.querySelector("a[data-next]");
  if (next) location.assign(next.href);
  else if (part?.dataset.state !== "failed") watch(renewed, Math.min(wait * 1.3, LONGEST_WAIT));
}

for (const element of document.querySelectorAll("[data-job]")) {
  if (element.querySelector("[data-state=queued], [data-state=running]")) watch(element);
}
