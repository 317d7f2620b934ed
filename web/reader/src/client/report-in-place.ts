/** Sends the form of a report, and puts the thanks in its place. Where that fails, the form is sent as without a script. */
export function reportInPlace(form: HTMLFormElement): void {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    const sent = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => null);
    if (sent?.type !== 'opaqueredirect') return form.submit();
    const thanks = document.createElement('p');
    thanks.setAttribute('role', 'status');
    thanks.textContent = form.dataset.thanks ?? '';
    thanks.tabIndex = -1; // who sent it by keyboard goes on from here
    form.replaceWith(thanks);
    thanks.focus();
  });
}
