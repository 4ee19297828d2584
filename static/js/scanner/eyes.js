// What reads codes off the film: the browser itself where it can, else a worker that we bring.
const WIDEST = 960; // pixels of the longer side: the code of a tag at arm's length has some 150

async function ownEyes() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  if (!formats.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async (film) => (await detector.detect(film)).map((each) => each.rawValue);
}

function still(film, canvas) {
  const scale = Math.min(1, WIDEST / Math.max(film.videoWidth, film.videoHeight));
  canvas.width = Math.round(film.videoWidth * scale);
  canvas.height = Math.round(film.videoHeight * scale);
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  drawing.drawImage(film, 0, 0, canvas.width, canvas.height);
  return drawing.getImageData(0, 0, canvas.width, canvas.height);
}

const answer = (worker) => new Promise((heard, failed) => {
  worker.addEventListener("message", ({ data }) => heard(data), { once: true });
  worker.addEventListener("error", failed, { once: true });
});

async function broughtEyes(address) {
  const worker = new Worker(address, { type: "module" });
  if (!(await answer(worker)).ready) throw new Error("the reader of codes did not start");
  const canvas = document.createElement("canvas");
  return async (film) => {
    const picture = still(film, canvas);
    const heard = answer(worker);
    worker.postMessage(picture, [picture.data.buffer]);
    return (await heard).texts;
  };
}

let eyes = null;

// A function from a film to the texts of the codes in it; fails where nothing can read them.
export async function openEyes(address) {
  eyes ??= (async () => (await ownEyes()) ?? broughtEyes(address))();
  try {
    return await eyes;
  } catch (error) {
    eyes = null;
    throw error;
  }
}
