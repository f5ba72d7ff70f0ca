// Without script the link stands in a field to copy by hand.
const copying = document.querySelector("[data-copy]");
if (copying && navigator.clipboard) {
  const button = copying.querySelector("button");
  copying.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById("link").value);
    button.textContent = button.dataset.copied;
  });
}
