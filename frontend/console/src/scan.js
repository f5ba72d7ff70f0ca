// Reads the code on a scale with the camera, where the browser can; everywhere else the field below is typed into.
const form = document.querySelector("form[data-scan]");
const start = form?.querySelector("[data-scan-start]");
const EVERY_MS = 200;

async function read() {
  const frame = form.querySelector(".viewfinder");
  const video = frame.querySelector("video");
  const detector = new BarcodeDetector({ formats: ["qr_code", "data_matrix", "code_128"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const stop = () => stream.getTracks().forEach((track) => track.stop());
  addEventListener("pagehide", stop, { once: true });
  video.srcObject = stream;
  frame.hidden = false;
  start.hidden = true;
  await video.play();
  const look = setInterval(async () => {
    const [found] = await detector.detect(video).catch(() => []);
    if (!found) return;
    clearInterval(look);
    stop();
    form.elements.code.value = found.rawValue;
    form.elements.read_by.value = "camera";
    form.requestSubmit();
  }, EVERY_MS);
}

if (start && "BarcodeDetector" in globalThis && navigator.mediaDevices) {
  start.hidden = false;
  start.addEventListener("click", () =>
    read().catch(() => {
      form.querySelector("[data-scan-wrong]").hidden = false;
      start.hidden = true;
    }),
  );
}
