import "./htmx.js";
import "htmx-ext-sse";
import "./connection.js";
import "./photograph.js";
import "./ticks.js";
import "./scan.js";
import "./signature.js";
import "./replies.js";
import "./draft.js";

// ECharts is the heaviest part by far: only pages with a chart fetch it.
const charts = document.querySelector("[data-chart]") && import("./charts.js");

charts?.then(({ paint }) => {
  for (const box of document.querySelectorAll("[data-chart]")) {
    paint(box, JSON.parse(document.getElementById(box.dataset.points).textContent));
  }
});

// The board's stream sends new points as JSON: they are drawn, not swapped in as text.
document.addEventListener("htmx:sseBeforeMessage", (event) => {
  if (!event.target.matches("[data-chart]")) return;
  event.preventDefault();
  charts.then(({ paint }) => paint(event.target, JSON.parse(event.detail.data)));
});

// On a phone the ways stand in a strip wider than the screen: the page one is on is in sight.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const [row, place] = [tab.parentElement, tab.getBoundingClientRect()];
  row.scrollLeft += Math.max(0, place.right - row.getBoundingClientRect().right + place.width / 2);
}

// A table that does not fit is scrolled by keyboard too.
for (const box of document.querySelectorAll(".table-responsive")) {
  if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
}
