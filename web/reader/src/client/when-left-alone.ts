/** Does what it was given last, as soon as nobody points at an element or is in it by keyboard: nothing moves from under a reader. */
export function whenLeftAlone(element: HTMLElement): (work: () => void) => void {
  let isPointedAt = false;
  let waiting: (() => void) | undefined;
  const tryNow = () => {
    if (isPointedAt || element.matches(':focus-within')) return;
    waiting?.();
    waiting = undefined;
  };
  element.addEventListener('pointerenter', () => {
    isPointedAt = true;
  });
  element.addEventListener('pointerleave', () => {
    isPointedAt = false;
    tryNow();
  });
  element.addEventListener('focusout', () => setTimeout(tryNow)); // by then focus is where it goes
  return (work) => {
    waiting = work;
    tryNow();
  };
}
