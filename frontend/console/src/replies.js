// A reply template goes in where the cursor is, without leaving the page; without script the server puts it in.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills]");
  const field = button && document.getElementById(button.dataset.into);
  if (!field) return;
  event.preventDefault();
  const { selectionStart: start, selectionEnd: end, value } = field;
  const before = value.slice(0, start);
  const words = (before && !before.endsWith("\n") ? "\n" : "") + button.dataset.fills;
  field.setRangeText(words, start, end, "end");
  field.focus();
});
