// A field to sign in with finger, pen or mouse. What is kept are the lines of the pen, from 0 to 1000 of the field.
for (const field of document.querySelectorAll("[data-signature]")) {
  const canvas = field.querySelector("canvas");
  const kept = field.querySelector("input[name=strokes]");
  const pen = canvas.getContext("2d");
  const lines = [];
  field.hidden = false;

  const fit = () => {
    const { width, height } = canvas.getBoundingClientRect();
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    draw();
  };
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = canvas.height / 50;
    pen.lineCap = pen.lineJoin = "round";
    pen.strokeStyle = "#14324a";
    for (const line of lines) {
      pen.beginPath();
      for (let at = 0; at < line.length; at += 2) {
        pen.lineTo((line[at] / 1000) * canvas.width, (line[at + 1] / 1000) * canvas.height);
      }
      pen.stroke();
    }
    kept.value = JSON.stringify(lines);
  };
  const point = (event) => {
    const box = canvas.getBoundingClientRect();
    const share = (part, whole) => Math.max(0, Math.min(1000, Math.round((part / whole) * 1000)));
    return [share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)];
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    lines.push(point(event));
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    lines.at(-1).push(...point(event));
    draw();
  });
  field.querySelector("[data-clear]").addEventListener("click", () => {
    lines.length = 0;
    draw();
  });
  addEventListener("resize", fit);
  fit();
}
