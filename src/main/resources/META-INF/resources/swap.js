// Links and forms marked data-swap show their page in place of this one, without loading it anew.
// Everything is in the address: without this module they work as any link and form.

const PAUSE_MS = 250; // after a key, before the search follows

/**
 * @param show shows the page of an address and says so in the history: `push` as a new entry,
 *   `replace` instead of the present one, `keep` not at all; resolves when it is there
 */
export function swapping(show) {
  let typing = 0;

  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[data-swap]');
    const plain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || event.defaultPrevented) return;
    event.preventDefault();
    await show(link.href, 'push');
    resetForms();
  });

  document.addEventListener('submit', (event) => {
    if (!event.target.matches('form[data-swap]')) return;
    event.preventDefault();
    clearTimeout(typing);
    show(addressOf(event.target), 'push');
  });

  document.addEventListener('change', (event) => {
    if (event.target.matches('form[data-swap] select')) show(addressOf(event.target.form), 'push');
  });

  document.addEventListener('input', (event) => {
    if (!event.target.matches('form[data-swap] input[type=search]')) return;
    clearTimeout(typing);
    const { form } = event.target;
    typing = setTimeout(() => show(addressOf(form), 'replace'), PAUSE_MS);
  });

  addEventListener('popstate', async () => {
    await show(location.href, 'keep');
    resetForms();
  });
}

function resetForms() {
  for (const form of document.querySelectorAll('form[data-swap]')) form.reset();
}

function addressOf(form) {
  const address = new URL(form.getAttribute('action') ?? '', location.href);
  address.search = ''; // as without this module: the form's fields are the whole of it
  for (const [name, value] of new FormData(form)) {
    if (value) address.searchParams.append(name, value);
  }
  return address.href;
}
