import type { Page } from 'playwright-core';
import { auth } from '../../admin/src/texts/es/access/auth.ts';
import { es } from '../../admin/src/texts/es.ts';

/**
 * The page's own texts: visible ones and those that only screen readers speak. Elements that contain data are left
 * out: code, times, logs, changes, and marked table cells.
 */
const COLLECT = `(() => {
  const DATA = 'code, pre, del, ins, time, [role=log], svg title, script, style, noscript, [data-data]';
  const found = new Set();
  const add = (text) => { const plain = (text ?? '').replace(/\\s+/g, ' ').trim(); if (plain !== '') found.add(plain); };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || parent.closest(DATA) !== null) continue;
    if (parent.checkVisibility && !parent.checkVisibility({ visibilityProperty: true })) continue;
    add(node.textContent);
  }
  for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
    if (element.closest(DATA) !== null) continue;
    for (const name of ['aria-label', 'placeholder', 'title', 'alt']) add(element.getAttribute(name));
  }
  return [...found];
})()`;

function textsOf(dictionary: object): string[] {
  return Object.values(dictionary).flatMap((value: unknown) =>
    typeof value === 'string' ? value.split('||||').map((form) => form.trim()) : textsOf(value as object),
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const PATTERNS = textsOf({ ...es, auth }).map((text) => {
  const parts = text.split(/%\{\w+\}/).map(escaped);
  // A text that is only a placeholder would match anything.
  return parts.join('').length < 2 && parts.length > 1 ? /^$/ : new RegExp(`^${parts.join('.+')}$`, 'iu');
});

/** Numbers, dates, amounts and signs: the same in every language, or formatted by the locale. */
const FIGURES = /^[\P{L}]*$|^[\d.,\s]+(ms|s|min|h|%|[A-Z]{3}|min \d+ s|h \d+ min)?$|^\d+ [a-z]{3}$/u;

/** Texts on this page that are neither in the Spanish dictionary nor in `data`. */
export async function strangeTexts(page: Page, data: readonly RegExp[]): Promise<string[]> {
  const spoken: string[] = await page.evaluate(COLLECT);
  return spoken.filter((whole) => {
    if (PATTERNS.some((pattern) => pattern.test(whole))) return false;
    // A middle dot separates small facts in one line.
    const parts = whole.split(/ · | ?· ?/).filter((part) => part.trim() !== '');
    return !parts.every(
      (part) =>
        FIGURES.test(part.trim()) ||
        PATTERNS.some((pattern) => pattern.test(part.trim())) ||
        data.some((pattern) => pattern.test(part.trim())),
    );
  });
}
