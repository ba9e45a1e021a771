// The one script of this site: it asks the browser for a passkey. Whatever it learns it sends as
// the form that stands on the page. Without it, and in browsers that cannot, the form stays hidden
// and the other ways to sign in remain.
"use strict";

const canAsk = window.PublicKeyCredential
  && PublicKeyCredential.parseCreationOptionsFromJSON
  && PublicKeyCredential.parseRequestOptionsFromJSON;

async function ceremony(form) {
  const fields = form.elements;
  const asked = await fetch(form.dataset.options, {
    method: "POST",
    body: new URLSearchParams({ form: fields.namedItem("form").value }),
  });
  const told = await asked.json();
  if (!asked.ok) throw new Error(told.detail);
  const asks = told.options.publicKey;
  const credential = form.dataset.ceremony === "create"
    ? await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asks),
    })
    : await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asks),
    });
  fields.namedItem("step").value = told.step;
  fields.namedItem("answer").value = JSON.stringify(credential);
  form.submit();
}

function say(form, error) {
  const place = form.querySelector("[role=status]");
  const isOurs = error.constructor === Error && error.message;
  place.textContent = isOurs ? error.message : place.dataset.failed;
}

for (const form of canAsk ? document.querySelectorAll("form[data-ceremony]") : []) {
  form.hidden = false;
  form.addEventListener("submit", event => {
    event.preventDefault();
    ceremony(form).catch(error => say(form, error));
  });
}
