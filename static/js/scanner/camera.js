// The camera: the rear one first, the lens that was chosen last, its torch, and why there is none.
const CHOSEN = "scanner-lens";

function remembered() {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null; // storage may be shut off: then the rear camera it is
  }
}

function remember(lens) {
  try {
    localStorage.setItem(CHOSEN, lens);
  } catch {
    // The choice then holds as long as the page.
  }
}

const TROUBLE = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

// The name of what keeps the camera shut; its sentence stands in the page.
export const trouble = (error) => TROUBLE[error.name] ?? "busy";

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } };
const film = (wish) => navigator.mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...wish } });

// A running film: of the lens that is asked for or was chosen before, else of the rear camera.
export async function openCamera(lens = remembered()) {
  if (!navigator.mediaDevices?.getUserMedia) {
    throw new DOMException("", window.isSecureContext ? "NotFoundError" : "insecure");
  }
  if (lens) {
    try {
      return await film({ deviceId: { exact: lens } });
    } catch (error) {
      if (error.name !== "OverconstrainedError" && error.name !== "NotFoundError") throw error;
    }
  }
  return film({ facingMode: { ideal: "environment" } });
}

export async function lenses() {
  const all = await navigator.mediaDevices.enumerateDevices();
  return all.filter((each) => each.kind === "videoinput");
}

export const lensOf = (stream) => stream.getVideoTracks()[0].getSettings().deviceId;
export const choose = remember;

export const hasTorch = (stream) => Boolean(stream.getVideoTracks()[0].getCapabilities?.().torch);
export const light = (stream, on) => stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] });
export const close = (stream) => stream.getTracks().forEach((track) => track.stop());
