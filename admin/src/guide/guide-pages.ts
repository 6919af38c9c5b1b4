import type { Language } from '../texts/texts.ts';

type Load = () => Promise<unknown>;

// The same files as in the repository: a page is written once.
const ENGLISH: Readonly<Record<string, Load>> = import.meta.glob('../../../docs/operations/*.md', {
  query: '?raw',
  import: 'default',
});
const SPANISH: Readonly<Record<string, Load>> = import.meta.glob('../../../docs/es/operations/*.md', {
  query: '?raw',
  import: 'default',
});

/** The text of a page of the operations guide; null: there is no such page. */
export async function loadGuidePage(page: string, language: Language): Promise<string | null> {
  const load =
    language === 'es'
      ? SPANISH[`../../../docs/es/operations/${page}.md`]
      : ENGLISH[`../../../docs/operations/${page}.md`];
  return load === undefined ? null : String(await load());
}

/** Where the panel shows what a page links to; null: it is no page of the guide. */
export function guideAddress(link: string): string | null {
  const page = /^([\w-]+)\.md(?:#.*)?$/.exec(link)?.[1];
  if (page === undefined) return null;
  return page === 'README' ? '/operations' : `/operations/${page}`;
}
