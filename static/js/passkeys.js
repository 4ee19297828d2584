// A form marked data-passkey asks a device for a passkey when it is sent, and takes its answer along.
// data-passkey says what for: "create" or "get"; data-passkey-ask, where the question comes from.
// Without this script, or where the browser knows no passkeys, what stands in data-passkeys stays away.
const decode = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const decodeIds = (those = []) => those.map((each) => ({ ...each, id: decode(each.id) }));

async function wish(form) {
  const token = form.elements.csrf_token?.value ?? "";
  const answer = await fetch(form.dataset.passkeyAsk, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    redirect: "error",
  });
  if (!answer.ok) throw new Error(`asked in vain: ${answer.status}`);
  const told = await answer.json();
  told.challenge = decode(told.challenge);
  if (told.user) told.user.id = decode(told.user.id);
  if (told.excludeCredentials) told.excludeCredentials = decodeIds(told.excludeCredentials);
  if (told.allowCredentials) told.allowCredentials = decodeIds(told.allowCredentials);
  return told;
}

function written(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = encode(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response,
  });
}

async function ask(form) {
  const refused = form.parentElement.querySelector("[data-passkey-refused]");
  refused.hidden = true;
  try {
    const publicKey = await wish(form);
    const found = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.credential.value = written(found);
    form.submit();
  } catch {
    refused.hidden = false; // stopped by its owner, taken too long, or none there
  }
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const part of document.querySelectorAll("[data-passkeys]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}
