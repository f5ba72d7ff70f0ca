// A form filled in where the network comes and goes: kept on the phone until it was sent, and sent again under its own
// key, so that it counts once. Photographs are not kept; a chosen one stays while the page does.
const PREFIX = "draft:";
const KEPT_MS = 48 * 3600e3;

function form() {
  return document.querySelector("form[data-draft]");
}

function say(which) {
  const line = document.querySelector("[data-draft-said]");
  line.textContent = line.dataset[which];
  line.hidden = false;
  line.scrollIntoView({ block: "nearest" });
}

function fields() {
  return [...form().elements].filter((one) => one.name && one.type !== "file" && one.name !== "csrfmiddlewaretoken");
}

function isTicked(one) {
  return one.type === "radio" || one.type === "checkbox";
}

function keep() {
  const told = fields().filter((one) => !isTicked(one) || one.checked);
  const values = Object.fromEntries(told.map((one) => [one.name, one.value]));
  try {
    localStorage.setItem(PREFIX + form().dataset.draft, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // A phone that keeps nothing still sends.
  }
}

function restore() {
  const kept = JSON.parse(localStorage.getItem(PREFIX + form().dataset.draft) ?? "null");
  if (!kept || Date.now() - kept.at > KEPT_MS) return;
  for (const one of fields()) {
    const value = kept.values[one.name];
    if (one.type === "radio") one.checked = one.value === (value ?? "");
    else if (one.type === "checkbox") one.checked = value !== undefined;
    else if (value !== undefined) one.value = value;
  }
  say("restored");
}

async function send() {
  keep();
  const button = form().querySelector(".act button");
  button.disabled = true;
  try {
    const answer = await fetch(form().action, { method: "POST", body: new FormData(form()) });
    const page = await answer.text();
    if (page.includes("data-draft-sent")) localStorage.removeItem(PREFIX + form().dataset.draft);
    if (answer.redirected) location.assign(answer.url);
    else showMistakes(page);
  } catch {
    say("offline");
  }
  button.disabled = false;
}

// The page with the mistakes marked takes the place of this one; a photograph that was chosen comes along.
function showMistakes(page) {
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const field = fresh.querySelector("form[data-draft] [type=file]");
  const chosen = form().querySelector("[type=file]");
  if (field && chosen.files.length && !field.matches("[aria-invalid]")) field.replaceWith(chosen);
  document.querySelector("main").replaceWith(document.adoptNode(fresh.querySelector("main")));
  scrollTo(0, 0);
}

if (form()) {
  // What the server sent back with its mistakes marked is newer than any draft.
  if (!form().querySelector("[aria-invalid]")) restore();
  document.addEventListener("input", (event) => event.target.form === form() && keep());
  document.addEventListener("submit", (event) => {
    if (event.target !== form()) return;
    event.preventDefault();
    send();
  });
}
