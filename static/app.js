// Keyboard, focus and failures. Everything works without this file; it makes it quicker.

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

// A key presses the control whose aria-keyshortcuts names it.
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key === " " ? "Space" : event.key.toUpperCase();
  if (key === "Space" && event.target.closest("button, summary, a:not([aria-keyshortcuts])")) return;
  if (!/^[A-Z0-9]+$/i.test(key)) return;
  const control = document.querySelector(`#main [aria-keyshortcuts~="${key}"]:not(:disabled)`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

// After a swap the question, then the answer, is read out and the next key acts on it.
const focusContent = () => {
  const content = document.querySelector("#main [data-focus]") ?? document.querySelector("#main h1");
  content?.focus({ preventScroll: true });
  // An answer below a long case is not left under the grades; htmx scrolls to the top only after it has settled.
  requestAnimationFrame(() => content?.scrollIntoView({ block: "nearest" }));
};

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "main") focusContent();
});
document.addEventListener("htmx:historyRestore", focusContent);

const say = (text) => {
  document.getElementById("live").textContent = text;
  document.getElementById("live").classList.toggle("alarm", text !== "");
};

document.addEventListener("htmx:beforeRequest", () => say(""));
document.addEventListener("htmx:sendError", (event) => {
  const lost = event.detail.requestConfig.verb === "get" ? "" : "Not saved: ";
  say(`${lost}studyapp does not answer. Is it still running? Then try again.`);
});
