import "./htmx.js";
import "htmx-ext-sse";
import "./connection.js";
import "./photograph.js";

// ECharts is the heaviest part by far: only pages with a chart fetch it.
if (document.querySelector("[data-chart]")) {
  import("./charts.js").then((charts) => charts.draw(document));
}
