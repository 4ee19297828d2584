// Lets this browser take pushed messages: it is asked for an address, which goes to the server.
const box = document.querySelector("[data-push]");
const form = box.querySelector("form");

const point = (text) => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
};

const named = () => {
  const brands = (navigator.userAgentData?.brands || []).map((each) => each.brand);
  const brand = brands.find((each) => !/not.*brand|chromium/i.test(each)) || brands[0] || "";
  return [brand, navigator.userAgentData?.platform || navigator.platform].filter(Boolean).join(" · ");
};

async function subscribed() {
  await navigator.serviceWorker.register("/sw.js");
  const worker = await navigator.serviceWorker.ready;
  const known = await worker.pushManager.getSubscription();
  const wanted = { userVisibleOnly: true, applicationServerKey: point(box.dataset.push) };
  return known || worker.pushManager.subscribe(wanted);
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  try {
    form.elements.subscription.value = JSON.stringify(await subscribed());
    if (form.elements.name) form.elements.name.value = named(); // a reporter's is not asked for
    form.submit();
  } catch {
    box.querySelector("[data-push-refused]").hidden = false;
  }
}, { capture: true });

box.hidden = !("serviceWorker" in navigator && "PushManager" in window);
