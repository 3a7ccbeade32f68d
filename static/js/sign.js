// A board to draw a signature on, beside the name that is typed. What is drawn is kept as strokes
// of whole points on a board of 1000 by 300; without this script the typed name is all there is.
{
  function board(box) {
    const canvas = box.querySelector("canvas");
    const kept = box.querySelector("input[type=hidden]");
    const pen = canvas.getContext("2d");
    const strokes = kept.value ? JSON.parse(kept.value) : [];
    let stroke = null;

    function draw() {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.strokeStyle = getComputedStyle(canvas).color;
      pen.lineWidth = 5;
      pen.lineCap = pen.lineJoin = "round";
      for (const points of strokes) {
        pen.beginPath();
        pen.moveTo(...points[0]);
        for (const point of points) pen.lineTo(...point);
        pen.stroke();
      }
    }

    function keep() {
      kept.value = strokes.length ? JSON.stringify(strokes) : "";
      kept.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function at(event) {
      const around = canvas.getBoundingClientRect();
      const within = (part, whole, most) => Math.max(0, Math.min(most, Math.round((part / whole) * most)));
      return [
        within(event.clientX - around.left, around.width, canvas.width),
        within(event.clientY - around.top, around.height, canvas.height),
      ];
    }

    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      stroke = [at(event)];
      strokes.push(stroke);
      draw();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!stroke) return;
      const [x, y] = at(event);
      const [lastX, lastY] = stroke.at(-1);
      // Closer points add nothing to the line, only to what is sent.
      if (Math.hypot(x - lastX, y - lastY) < 4) return;
      stroke.push([x, y]);
      draw();
    });
    for (const end of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(end, () => {
        if (stroke) keep();
        stroke = null;
      });
    }
    box.querySelector("button").addEventListener("click", () => {
      strokes.length = 0;
      draw();
      keep();
    });
    box.classList.add("on");
    draw();
  }

  for (const box of document.querySelectorAll("[data-sign]")) board(box);
}
