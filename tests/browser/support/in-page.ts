/** What tests ask of a page from within it. Written as text: the types of browsers are no part of this program. */
import type { Locator, Page } from 'playwright-core';

/** Sums up how far what is read was moved while the page loaded. Added before the page's own scripts. */
export const WATCH_SHIFTS = `window.shifted = 0;
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.shifted += value;
}).observe({ type: 'layout-shift', buffered: true });`;

interface Part {
  cloneNode(deep: true): Part;
  querySelectorAll(selector: string): Iterable<{ remove(): void }>;
  textContent: string;
}

/** What is read aloud of an element: all but its ornaments. */
export const spokenIn = (element: Locator): Promise<string> =>
  element.evaluate((part: Part) => {
    const copy = part.cloneNode(true);
    for (const ornament of copy.querySelectorAll('[aria-hidden="true"]')) ornament.remove();
    return copy.textContent.trim();
  });

/** Milliseconds that pictures and faces may take. */
const LOADING = 20_000;

/** Scrolls to the end, so that everything is loaded, and answers the sum. */
export const shiftedOn = (page: Page) =>
  page.evaluate<number>(`(async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await frame();
      await frame();
    }
    const loaded = (image) => image.complete || new Promise((done) => { image.onload = image.onerror = done; });
    const late = new Promise((_, fail) => setTimeout(() => fail(new Error('What the page shows is not loaded.')), ${LOADING}));
    await Promise.race([late, Promise.all([document.fonts.ready, ...[...document.images].map(loaded)])]);
    await frame();
    await frame();
    return window.shifted;
  })()`);

/** Makes all text as large as a reader who sets it to 200 %. */
export const doubleText = (page: Page) =>
  page.evaluate(`{
    const { style } = document.documentElement;
    style.setProperty('font-size', parseFloat(getComputedStyle(document.documentElement).fontSize) * 2 + 'px', 'important');
  }`);

/** By how many pixels the page is wider than its window, and what reaches out of it. */
export const overflowOf = (page: Page) =>
  page.evaluate<{ pixels: number; by: string[] }>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const isOut = (element) => {
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > clientWidth + 1);
    };
    const pixels = Math.max(0, scrollWidth - clientWidth);
    const out = pixels === 0 ? [] : [...document.querySelectorAll('body *')].filter(isOut);
    return { pixels, by: out.slice(0, 8).map((element) => element.outerHTML.slice(0, 120)) };
  })()`);

/** What a keyboard has to reach, in the order of the page. Of a group of radio buttons it is one. */
export const markControls = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const groups = new Set();
    const isFirst = ({ type, name, form }) => {
      if (type !== 'radio') return true;
      const group = form.action + name;
      return !groups.has(group) && groups.add(group);
    };
    window.controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
      .filter((element) => element.checkVisibility())
      .filter(isFirst);
    return window.controls.map((element) => element.outerHTML.slice(0, 200));
  })()`);

export interface Focus {
  /** Among the controls; -1 where it is none of them. */
  at: number;
  /** Whether she sees where she is: a ring around something that is in her window. */
  isSeen: boolean;
  html: string;
}

export const focusOn = (page: Page) =>
  page.evaluate<Focus>(`(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
    const isInside = width > 1 && height > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    const isSeen = isInside && outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
    return { at: window.controls.indexOf(element), isSeen, html: element.outerHTML.slice(0, 200) };
  })()`);
