// A worker that reads QR codes in a picture. Its own answer from the server lets it compile
// WebAssembly; the page itself may not.
import { prepareZXingModule, readBarcodes } from "../../vendor/zxing/reader/index.js";

const wasm = new URL("../../vendor/zxing/reader/zxing_reader.wasm", import.meta.url).href;
const ready = prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
const options = { formats: ["QRCode"], tryHarder: true, maxNumberOfSymbols: 3, textMode: "Plain" };

ready.then(() => postMessage({ ready: true }), () => postMessage({ ready: false }));

addEventListener("message", async ({ data }) => {
  const found = await readBarcodes(data, options).catch(() => []);
  postMessage({ texts: found.map((each) => each.text) });
});
