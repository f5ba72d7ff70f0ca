// The SSE extension looks for a global htmx; it is imported after this file.
import htmx from "htmx.org";

window.htmx = htmx;
// No inline script, no eval: the pages work under a strict content security policy.
htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
export default htmx;
