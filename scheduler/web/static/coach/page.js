// All that the pages need of a script: a part that polls, a choice that sends its form, a filter that needs no button.
"use strict";
const SECONDS_BETWEEN_LOOKS = 2;

function poll(part) {
  const again = () => window.setTimeout(look, SECONDS_BETWEEN_LOOKS * 1000);
  async function look() {
    if (document.hidden) { again(); return; }
    try {
      const answer = await fetch(part.dataset.poll, { headers: { "X-Requested-With": "fetch" } });
      if (answer.redirected || answer.headers.get("X-Over")) { window.location.reload(); return; }
      if (answer.ok) {
        const text = await answer.text();
        if (text !== part.dataset.last) { part.dataset.last = text; part.innerHTML = text; say(part); }
      }
    } catch { /* the server is away for a moment: the next look will tell */ }
    again();
  }
  again();
}

// A screen reader hears of a new step, not of every second that goes by.
function say(part) {
  const words = part.querySelector("[data-say]")?.textContent.trim() ?? "";
  for (const said of document.querySelectorAll("[data-said]")) if (said.textContent !== words) said.textContent = words;
}

for (const part of document.querySelectorAll("[data-poll]")) { poll(part); say(part); }
for (const select of document.querySelectorAll("select[data-goes]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    const pressed = event.submitter ?? form.querySelector("button[type=submit]");
    window.setTimeout(() => {
      for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = true;
      if (pressed) pressed.textContent = form.dataset.once;
    }, 0);
  });
}
const problem = document.querySelector("[data-focus]");
if (problem) problem.focus();
