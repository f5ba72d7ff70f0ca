// One box ticks all rows of the page; without script each row is ticked by itself.
const all = document.querySelector("[data-tick-all]");
if (all) {
  const boxes = [...document.querySelectorAll('input[name="only"]')];
  const ticked = () => boxes.filter((box) => box.checked).length;
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "only") return;
    all.checked = ticked() === boxes.length;
    all.indeterminate = ticked() > 0 && !all.checked;
  });
}
