// Says in words whether the board is live, so that a frozen number is never taken for a quiet market.
const show = (state) => {
  for (const lamp of document.querySelectorAll("[data-connection]")) {
    lamp.dataset.connection = state;
    lamp.textContent = lamp.dataset[state];
  }
};

document.addEventListener("htmx:sseOpen", () => show("live"));
document.addEventListener("htmx:sseError", () => show("waiting"));
document.addEventListener("htmx:sseClose", (event) => {
  show("ended");
  // The session is over: the page asks for it again, and so for a new sign-in.
  if (event.detail.type === "message") location.reload();
});

// A newly arrived row is marked once; what was there before is not.
document.addEventListener("htmx:sseBeforeMessage", (event) => {
  for (const row of event.target.querySelectorAll("[data-key]")) {
    known.add(row.dataset.key);
  }
});
document.addEventListener("htmx:sseMessage", (event) => {
  for (const row of event.target.querySelectorAll("[data-key]")) {
    if (!known.has(row.dataset.key)) row.classList.add("arrived");
  }
});
const known = new Set();
