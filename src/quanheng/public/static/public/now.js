// The page is complete without this: it only keeps the numbers of the first page current.
const pulse = document.querySelector("[data-now]");
async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(pulse.dataset.now, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    for (const [name, number] of Object.entries(await answer.json())) {
      pulse.querySelector(`[data-number="${name}"]`).textContent = number;
    }
  } catch {
    // The network went away; the numbers shown stay as they were.
  }
}
if (pulse) setInterval(refresh, 3000);
