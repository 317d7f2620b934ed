/** The button beside an article's address: the device's own way to share where it has one, else a copy of the address. */
export function offerSharing(button: HTMLButtonElement): void {
  const { share = '', copy = '', title = '' } = button.dataset;
  const field = button.parentElement?.querySelector('input');
  const status = button.parentElement?.querySelector('output');
  const canShare = 'share' in navigator;
  field?.addEventListener('focus', () => field.select());
  if (!field || !status || !(canShare || navigator.clipboard)) return; // without TLS there is neither
  button.textContent = canShare ? share : copy;
  button.hidden = false;
  button.addEventListener('click', async () => {
    if (canShare) return navigator.share({ title, url: field.value }).catch(() => undefined); // she thought better of it
    await navigator.clipboard.writeText(field.value);
    status.textContent = status.dataset.copied ?? '';
  });
}
