// A form with data-passkey="create" or "get" asks its data-options for what the browser is to make or show, and sends what it gets.
const supported = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const fault = form.querySelector('[data-passkey-fault]');
  if (!supported) {
    form.querySelector('[data-passkey-unsupported]')?.removeAttribute('hidden');
    form.querySelectorAll('button').forEach((button) => { button.disabled = true; });
    continue;
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      const prompt = await ask(form);
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(prompt.options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(prompt.options) });
      form.elements.credential.value = JSON.stringify(credential);
      form.elements.ticket.value = prompt.ticket;
      form.submit();
    } catch {
      // Given up, timed out, or a device that has no passkey for this site: the browser does not tell which.
      fault.hidden = false;
    }
  });
}

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }

  return answer.json();
}
