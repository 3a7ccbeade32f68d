// Watches long work: <div id="job-…" data-job="/jobs/…"> is renewed until the work is over, then
// the page follows the link the work leaves behind. Slows down the longer the work takes.

import { say, swap } from "./swap.js";

const FIRST_WAIT = 700;
const LONGEST_WAIT = 5000;

async function watch(element, wait = FIRST_WAIT) {
  await new Promise((done) => setTimeout(done, wait));
  const renewed = await swap(element, element.dataset.job).catch(() => element);
  if (!renewed) return;
  const part = renewed.querySelector("[data-state]");
  say(renewed.querySelector("[data-say]")?.textContent ?? "");
  const next = part?.dataset.state === "done" && renewed.querySelector("a[data-next]");
  if (next) location.assign(next.href);
  else if (part?.dataset.state !== "failed") watch(renewed, Math.min(wait * 1.3, LONGEST_WAIT));
}

for (const element of document.querySelectorAll("[data-job]")) {
  if (element.querySelector("[data-state=queued], [data-state=running]")) watch(element);
}
