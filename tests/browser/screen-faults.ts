import type { Page } from 'playwright-core';
import { auth as authEn } from '../../admin/src/texts/en/access/auth.ts';
import { en } from '../../admin/src/texts/en.ts';
import { auth as authEs } from '../../admin/src/texts/es/access/auth.ts';
import { es } from '../../admin/src/texts/es.ts';
import { ERROR_CATALOGUE } from '../../src/kernel/error-catalogue.ts';
import { ALL_SENTENCES } from '../../src/kernel/sentences/spanish-of.ts';
import type { PanelLanguage } from './screens.ts';

/**
 * The page's own texts: visible texts, the content of fields, and texts for screen readers and tooltips. Texts of
 * the store, of people or of other programs are data, and marked as such; codes are in `<code>`.
 */
const COLLECT = `(() => {
  const DATA = '[data-data], code, pre, del, ins, script, style, noscript';
  const found = new Set();
  const add = (text) => { const plain = (text ?? '').replace(/\\s+/g, ' ').trim(); if (plain !== '') found.add(plain); };
  const isData = (element) => element.closest(DATA) !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || isData(parent)) continue;
    if (parent.checkVisibility && !parent.checkVisibility({ visibilityProperty: true })) continue;
    add(node.textContent);
  }
  for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title], [alt], [data-label]')) {
    if (isData(element)) continue;
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-label']) add(element.getAttribute(name));
  }
  return [...found];
})()`;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-/i;
/** Hexadecimal digits that form neither a number nor a word. */
const TAIL = /(?<![\w:./-])(?=[0-9a-f]*\d[0-9a-f]*[a-f]|[0-9a-f]*[a-f][0-9a-f]*\d)[0-9a-f]{6,}(?![\w-])/;
const SNAKE = /(?<![\w@./-])[a-z]+(_[a-z0-9]+)+(?![\w@./-])/;
/** An error code, a key of a dictionary, or an action of the audit log. */
const DOTTED = new RegExp(
  `(?<![\\w@/.-])(${[...new Set([...Object.keys(ERROR_CATALOGUE).map((code) => code.split('.')[0]), ...Object.keys(en), 'auth', 'session', 'panel'])].join('|')})\\.[a-z][a-z_.-]+`,
);
/** Values of the API's and the store's enumerations that form a whole text. */
const VALUES = new Set(
  `auto direct ssh_tunnel ssh_exec publish draft trash completed processing on-hold on_hold failed pending paid
   refunded cancelled canceled trashed running success verified unverified active paused disabled error manual
   schedule retry command_line quick sweep full created updated removed restored info warn debug edited superuser
   operator viewer open closed resolved revoked opened recovered mail webhook test sent orders tickets read load
   remove prove connect true false null undefined NaN`.split(/\s+/),
);
/** Statuses of a store's rows, which must always be translated. */
const STORE_VALUES = new Set(['publish', 'trash', 'on-hold', 'processing', 'Checked In', 'Not Checked In']);
const VALUE_PAIR = /^[a-z-]+ \/ [\w -]+$/i;

function textsOf(dictionary: object): string[] {
  return Object.values(dictionary).flatMap((value: unknown) =>
    typeof value === 'string' ? value.split('||||').map((form) => form.trim()) : textsOf(value as object),
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Texts of this language, with any text in place of their placeholders. A text that is only a placeholder would
 * match everything.
 */
function patternsOf(texts: readonly string[], blank: RegExp): readonly RegExp[] {
  return texts
    .map((text) => text.split(blank))
    .filter((parts) => parts.length === 1 || parts.join('').replace(/[\P{L}]/gu, '').length > 2)
    .map((parts) => new RegExp(`^${parts.map(escaped).join('.+')}$`, 'iu'));
}

const SENTENCES = {
  en: ALL_SENTENCES.map((sentence) => sentence.en),
  es: [
    ...ALL_SENTENCES.map((sentence) => sentence.es),
    ...Object.values(ERROR_CATALOGUE).map(({ es: sentence }) => sentence),
  ],
};
const SAID: Readonly<Record<PanelLanguage, readonly RegExp[]>> = {
  en: [...patternsOf(textsOf({ ...en, auth: authEn }), /%\{\w+\}/), ...patternsOf(SENTENCES.en, /\{\w+\}/)],
  es: [...patternsOf(textsOf({ ...es, auth: authEs }), /%\{\w+\}/), ...patternsOf(SENTENCES.es, /\{\w+\}/)],
};
/** Words that almost every sentence of the one language contains, and that the other one lacks. */
const SMALL_WORDS = {
  en: /(?<![\p{L}-])(the|of|is|are|was|to|and|with|for|from|this|that|it|not|by|at|as|after|every|what|no\sone)(?![\p{L}-])/giu,
  es: /(?<![\p{L}-])(el|la|los|las|del|de|que|con|para|una|uno|un|por|su|se|es|está|fue|en|y|al|cada)(?![\p{L}-])/giu,
};
const OTHER = { en: 'es', es: 'en' } as const;
/** Each language is called by its own name in every language. */
const OWN_NAMES = new Set(['Español', 'English', 'ES', 'EN']);

/** The part of a text that people should not have to read; null if there is none. */
export function textFault(text: string, language: PanelLanguage): string | null {
  if (UUID.test(text)) return 'an id';
  if (TAIL.test(text)) return 'the tail of an id';
  if (SNAKE.test(text)) return 'a code';
  if (DOTTED.test(text)) return 'a code';
  const own = SAID[language];
  if (/[^.]\.\.(?!\.)/.test(text)) return 'two full stops';
  const parts = text.split(/ · /);
  for (const part of parts) {
    const plain = part.trim();
    if (OWN_NAMES.has(plain)) continue;
    if (VALUE_PAIR.test(plain) && plain.split(' / ').some((value) => VALUES.has(value))) return 'a raw value';
    const isOwn = own.some((pattern) => pattern.test(plain));
    if (isOwn) continue;
    if (VALUES.has(plain)) return 'a raw value';
    const other = OTHER[language];
    const isOther = /\p{L}{2}/u.test(plain) && SAID[other].some((pattern) => pattern.test(plain));
    const small = (of: PanelLanguage): number =>
      new Set(plain.toLowerCase().match(SMALL_WORDS[of]) ?? []).size;
    if (isOther || (small(other) >= 2 && small(other) > small(language))) return 'the other language';
  }
  return null;
}

/** Codes and values before and after a change are data, but people do not recognise anything by an id. */
const COLLECT_DATA = `[...document.querySelectorAll('code, del, ins')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => element.textContent)`;

/** Changes whose values before and after read alike, alone or in a list, and empty cells of changes. */
const COLLECT_SILENT = `[
  ...[...document.querySelectorAll('del')].flatMap((del) => {
    const after = del.parentElement.querySelector('ins')?.innerText.split('; ') ?? [];
    return del.innerText.split('; ').filter((one) => one !== '***' && after.includes(one));
  }).map((one) => 'the same before and after: ' + one),
  ...[...document.querySelectorAll('td.wide')].filter((cell) => cell.checkVisibility() && cell.colSpan === 1 &&
    cell.innerText.trim() === '').map((cell) => 'an empty cell: ' + (cell.dataset.label ?? '')),
]`;

/** Every text of this page that does not belong on a screen, with the reason. */
export async function textFaults(page: Page, language: PanelLanguage): Promise<string[]> {
  const texts: string[] = await page.evaluate(COLLECT);
  const data: string[] = await page.evaluate(COLLECT_DATA);
  const faults = texts.flatMap((text) => {
    const fault = textFault(text, language);
    return fault === null ? [] : [`${fault}: ${text}`];
  });
  const isWrong = (text: string): boolean => UUID.test(text) || STORE_VALUES.has(text);
  const silent: string[] = await page.evaluate(COLLECT_SILENT);
  return [...faults, ...silent, ...data.filter(isWrong).map((text) => `an id or a raw value: ${text}`)];
}

/**
 * Texts that overlap, or that their box cuts off. Only visible texts count, and not those on a layer of their own
 * (a menu over the page hides what is below it on purpose).
 */
const MEASURE = `(() => {
  const faults = [];
  const say = (text) => text.replace(/\\s+/g, ' ').trim().slice(0, 60);
  const excess = document.documentElement.scrollWidth - window.innerWidth;
  if (excess > 0) faults.push('wider than its window by ' + excess + ' px');
  const layerOf = (element) => element.closest('.MuiPopover-root, .MuiDialog-root, .MuiDrawer-root, .MuiPopper-root, .MuiSnackbar-root, .RaBulkActionsToolbar-toolbar, header, nav, [data-layer]') ?? document.body;
  const hiddenBy = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.opacity === '0' || style.clipPath !== 'none' || style.clip !== 'auto') return true;
      if (style.position === 'absolute' && at.offsetWidth <= 1) return true;
    }
    return false;
  };
  for (const field of document.querySelectorAll('input[placeholder]')) {
    if (!field.checkVisibility() || hiddenBy(field)) continue;
    const style = getComputedStyle(field);
    const pen = document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (pen.measureText(field.placeholder).width > room + 1) faults.push('cut: ' + field.placeholder);
  }
  for (const table of document.querySelectorAll('.MuiCard-root[lang] table')) {
    if (window.innerWidth < 600 && table.parentElement.scrollWidth > table.parentElement.clientWidth)
      faults.push('scrolls sideways: ' + say(table.textContent));
  }
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || node.textContent.trim() === '' || parent.closest('script, style, noscript, svg, legend') !== null) continue;
    if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || hiddenBy(parent)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (let at = parent; at !== null && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX === 'auto' || style.overflowX === 'scroll') break;
      if (style.textOverflow === 'ellipsis' && style.overflowX === 'hidden') break;
      if (style.overflowX !== 'hidden' && style.overflowX !== 'clip') continue;
      const box = at.getBoundingClientRect();
      const own = range.getBoundingClientRect();
      if (own.right > box.right + 2 || own.left < box.left - 2) faults.push('cut: ' + say(node.textContent));
      const isOutside = own.top >= box.bottom - 2 || own.bottom <= box.top + 2;
      if (box.height > 2 && isOutside && style.overflowY !== 'auto' && style.overflowY !== 'scroll')
        faults.push('cut off: ' + say(node.textContent));
      break;
    }
    const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
    // It may break before its @, which begins a text of its own.
    if (lines.size > 1 && /^\\S*@\\S+\\.\\S+$/.test(node.textContent.trim())) faults.push('broken: ' + say(node.textContent));
    for (const rect of range.getClientRects()) {
      if (rect.width > 2 && rect.height > 2) texts.push({ node, parent, rect, layer: layerOf(parent) });
    }
  }
  const clip = (element, rect) => {
    let { top, bottom, left, right } = rect;
    for (let at = element; at !== null && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const box = at.getBoundingClientRect();
      top = Math.max(top, box.top); bottom = Math.min(bottom, box.bottom);
      left = Math.max(left, box.left); right = Math.min(right, box.right);
    }
    return { top, bottom, left, right };
  };
  for (const one of texts) one.seen = clip(one.parent, one.rect);
  for (let a = 0; a < texts.length; a += 1) {
    for (let b = a + 1; b < texts.length; b += 1) {
      const [one, two] = [texts[a], texts[b]];
      if (one.node === two.node || one.layer !== two.layer) continue;
      const across = Math.min(one.seen.right, two.seen.right) - Math.max(one.seen.left, two.seen.left);
      const down = Math.min(one.seen.bottom, two.seen.bottom) - Math.max(one.seen.top, two.seen.top);
      if (across > 3 && down > 4) faults.push('on each other: ' + say(one.node.textContent) + ' | ' + say(two.node.textContent));
    }
  }
  return [...new Set(faults)];
})()`;

export async function boxFaults(page: Page): Promise<string[]> {
  return await page.evaluate(MEASURE);
}
