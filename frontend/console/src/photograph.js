// A photograph opens in place, closes with Escape, and is a plain link without script.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-photograph]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  dialog.className = "photograph";
  const image = new Image();
  image.src = link.href;
  image.alt = link.dataset.photograph;
  const close = document.createElement("button");
  close.className = "btn";
  close.textContent = document.documentElement.lang === "en" ? "Close" : "关闭";
  dialog.setAttribute("aria-label", image.alt);
  dialog.append(image, close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
});
