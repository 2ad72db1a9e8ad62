// Keyboard, focus and failures. Everything works without this file; it makes it quicker.

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

// Days are counted in the zone of the browser, unless another is set.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=strict`;

// “?” lists the keys of the page.
const showKeys = () => {
  const dialog = document.getElementById("keys");
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  for (const control of document.querySelectorAll("#main [aria-keyshortcuts]")) {
    const name = (control.querySelector(".grade") ?? control).cloneNode(true);
    name.querySelectorAll("kbd").forEach((key) => key.remove());
    const term = document.createElement("dt");
    term.textContent = control.getAttribute("aria-keyshortcuts").replace(" ", " or ");
    const told = document.createElement("dd");
    told.textContent = name.textContent.trim().replace(/\s+/g, " ");
    list.append(term, told);
  }
  if (!list.children.length) list.innerHTML = "<dt>Tab</dt><dd>leads from control to control</dd>";
  dialog.showModal();
};
document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || typing(event.target)) return;
  event.preventDefault();
  showKeys();
});
document.querySelector("#keys [data-close]")?.addEventListener("click", (event) => event.target.closest("dialog").close());

// What is set about the whole page holds as soon as it is saved.
document.addEventListener("htmx:afterSettle", () => {
  const { text, keys } = document.querySelector("#settings")?.dataset ?? document.documentElement.dataset;
  Object.assign(document.documentElement.dataset, { text, keys });
});

// A key presses the control whose aria-keyshortcuts names it.
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.target.closest("dialog") || document.documentElement.dataset.keys === "off") return;
  const key = event.key === " " ? "Space" : event.key.toUpperCase();
  if (key === "Space" && event.target.closest("button, summary, .region, a:not([aria-keyshortcuts])")) return;
  if (!/^[A-Z0-9]+$/i.test(key)) return;
  const control = document.querySelector(`#main [aria-keyshortcuts~="${key}"]:not(:disabled)`);
  if (!control) return;
  event.preventDefault();
  control.click();
});

// After a swap the question, then the answer, is read out and the next key acts on it.
const focusContent = () => {
  const content =
    document.querySelector("#main [data-type]") ??
    document.querySelector("#main [data-focus]") ??
    document.querySelector("#main h1");
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
document.addEventListener("htmx:afterSettle", () => {
  const told = document.querySelector("#main [data-told]")?.dataset.told;
  if (told) document.getElementById("live").textContent = told;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("[data-said]");
  const said = form?.querySelector(".said");
  if (said && event.detail.successful) said.textContent = form.dataset.said;
});
// A file that was waited for is fetched as soon as its link is there, once.
document.addEventListener("htmx:afterSettle", () => {
  const link = document.querySelector("#main a[data-fetch]");
  link?.removeAttribute("data-fetch");
  link?.click();
});
document.addEventListener("htmx:sendError", (event) => {
  const lost = event.detail.requestConfig.verb === "get" ? "" : "Not saved: ";
  say(`${lost}studyapp does not answer. Is it still running? Then try again.`);
});

// What looks by itself and is not on the page any more must not change the page that took its place.
document.addEventListener("htmx:beforeCleanupElement", (event) => {
  if (event.target instanceof Element && event.target.matches("[data-looks]")) htmx.trigger(event.target, "htmx:abort");
});

// A body map: each zone is a switch for the checkbox of its zone in the same form. One stop for the Tab key in each view,
// arrows lead from zone to zone.
const checkboxes = (map) => [...map.closest("form").querySelectorAll("input[name=zone]")];

const showChosen = (map) => {
  const chosen = new Map(checkboxes(map).filter((box) => box.checked).map((box) => [box.value, box.dataset.label]));
  for (const region of map.querySelectorAll(".region")) {
    const on = [region.dataset.zone, ...region.dataset.wholes.split(" ")].some((zone) => chosen.has(zone));
    region.classList.toggle("on", on);
    region.setAttribute("aria-checked", on);
  }
  const told = map.closest("form").querySelector(".chosen");
  if (told) told.textContent = chosen.size ? `Chosen: ${[...chosen.values()].join(", ")}.` : "";
};

const makeSwitches = (root) => {
  for (const map of root.querySelectorAll(".bodymap:not([data-ready])")) {
    map.dataset.ready = "";
    for (const view of map.querySelectorAll("svg")) {
      view.setAttribute("role", "group");
      view.querySelectorAll(".region").forEach((region, place) => {
        region.setAttribute("role", "checkbox");
        region.setAttribute("aria-label", region.dataset.label);
        region.setAttribute("tabindex", place ? -1 : 0);
      });
    }
    showChosen(map);
  }
};

const press = (region) => {
  const map = region.closest(".bodymap");
  const { zone, wholes } = region.dataset;
  const boxes = checkboxes(map);
  const holding = boxes.filter((box) => box.checked && wholes.split(" ").includes(box.value));
  const own = boxes.find((box) => box.value === zone);
  holding.forEach((box) => { box.checked = false; });
  if (!holding.length) own.checked = !own.checked;
  (holding[0] ?? own).dispatchEvent(new Event("change", { bubbles: true }));
};

const middle = (element) => {
  const box = element.querySelector("path").getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
};

// The nearest zone in the direction of an arrow; what lies off the line counts twice.
const neighbour = (region, [across, down]) => {
  const [x, y] = middle(region);
  const far = (other) => {
    const [dx, dy] = [middle(other)[0] - x, middle(other)[1] - y];
    const ahead = dx * across + dy * down;
    return ahead > 1 ? ahead + 2 * Math.abs(dx * down + dy * across) : Infinity;
  };
  const others = [...region.closest("svg").querySelectorAll(".region")].filter((other) => other !== region);
  const nearest = others.reduce((best, other) => (far(other) < far(best) ? other : best), others[0]);
  return nearest && far(nearest) < Infinity ? nearest : region;
};

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("click", (event) => {
  const region = event.target.closest?.(".region[tabindex]");
  if (region) press(region);
});
document.addEventListener("keydown", (event) => {
  const region = event.target.closest?.(".region[tabindex]");
  if (!region) return;
  if (event.key === " " || event.key === "Enter") {
    event.preventDefault();
    press(region);
  } else if (ARROWS[event.key]) {
    event.preventDefault();
    const next = neighbour(region, ARROWS[event.key]);
    region.setAttribute("tabindex", -1);
    next.setAttribute("tabindex", 0);
    next.focus();
  }
});
document.addEventListener("change", (event) => {
  const map = event.target.name === "zone" && event.target.form?.querySelector(".bodymap");
  if (map) showChosen(map);
});
for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const region = event.target.closest?.(".region[tabindex]");
    const pointed = region?.closest(".bodymap").querySelector(".pointed");
    if (pointed) pointed.textContent = region.dataset.label;
  });
}
document.addEventListener("DOMContentLoaded", () => makeSwitches(document));
document.addEventListener("htmx:afterSettle", () => makeSwitches(document));
