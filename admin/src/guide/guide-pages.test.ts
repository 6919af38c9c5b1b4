import { expect, test } from 'vitest';
import { guideAddress, loadGuidePage, placeOf } from './guide-pages.ts';
import { type Block, type Inline, parseLine, parsePage } from './parse-page.ts';

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.text];
    case 'table':
      return [block.head, ...block.rows].flat();
    case 'list':
      return block.items.flat().flatMap(linesOf);
    case 'code':
      return [];
  }
}

function linksOf(blocks: readonly Block[]): readonly string[] {
  const isLink = (part: Inline): part is Extract<Inline, { kind: 'link' }> => part.kind === 'link';
  return blocks
    .flatMap(linesOf)
    .flatMap(parseLine)
    .filter(isLink)
    .map(({ to }) => to);
}

/** Files that are not pages of the documentation. */
const ELSEWHERE = /CHANGELOG\.md|CONTRIBUTING\.md|decisions\/|ops\/|README\.md/;

test.each(['en', 'es'] as const)(
  'the guide finds all its links, with their headings (%s)',
  async (reader) => {
    const waiting = ['/operations'];
    const faults: string[] = [];
    for (const address of waiting) {
      const { pathname, searchParams, hash } = new URL(address, 'http://panel');
      const page = pathname.replace(/^\/operations\/?/, '') || 'README';
      const found = await loadGuidePage(page, searchParams.get('language') === 'en' ? 'en' : reader);
      if (found === null) throw new Error(`there is no page ${address}`);
      const blocks = parsePage(found.text);
      const places = blocks.map((block) => (block.kind === 'heading' ? `#${placeOf(block.text)}` : ''));
      if (!places.includes(decodeURIComponent(hash)) && hash !== '') faults.push(address);
      for (const link of linksOf(blocks)) {
        const to = guideAddress(link, found.file, reader);
        if (to === null && !ELSEWHERE.test(link)) faults.push(`${address}: ${link}`);
        if (to?.startsWith('/') === true && !waiting.includes(to)) waiting.push(to);
      }
    }
    expect(waiting.length).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  },
);

test('a page that exists only in English says so', async () => {
  expect((await loadGuidePage('sync-failed', 'es'))?.language).toBe('es');
  expect((await loadGuidePage('data-model', 'es'))?.language).toBe('en');
  expect(await loadGuidePage('nothing', 'es')).toBe(null);
});
