import type { Language } from '../texts/texts.ts';

type Load = () => Promise<unknown>;

// The Markdown files of the repository itself: the operations guide, and the pages to which it links.
const FILES: Readonly<Record<string, Load>> = import.meta.glob(
  [
    '../../../docs/*.md',
    '../../../docs/operations/*.md',
    '../../../docs/es/*.md',
    '../../../docs/es/operations/*.md',
    '!../../../docs/README.md',
    '!../../../docs/es/README.md',
  ],
  { query: '?raw', import: 'default' },
);

const ROOT = '../../../';

function fileOf(page: string, language: Language): string | null {
  const folder = language === 'es' ? 'docs/es/' : 'docs/';
  const files = [`${folder}operations/${page}.md`, `${folder}${page}.md`];
  return files.find((file) => Object.hasOwn(FILES, ROOT + file)) ?? null;
}

export interface GuideText {
  readonly text: string;
  /** The path of the file in the repository. */
  readonly file: string;
  /** Some pages exist in English only. */
  readonly language: Language;
}

/** The text of a page of the documentation; null if there is no such page. */
export async function loadGuidePage(page: string, wanted: Language): Promise<GuideText | null> {
  for (const language of [wanted, 'en'] as const) {
    const file = fileOf(page, language);
    const load = file === null ? undefined : FILES[ROOT + file];
    if (file !== null && load !== undefined) return { text: String(await load()), file, language };
  }
  return null;
}

/**
 * The panel's address for a link in a page; null if the panel does not show its target. A link to a heading
 * opens the language of that heading. Every other link opens the reader's language if the page exists in it.
 *
 * @param from the path of the page in the repository
 */
export function guideAddress(link: string, from: string, reader: Language): string | null {
  if (link.startsWith('https:')) return link;
  const { pathname, hash } = new URL(link, `file:///${from}`);
  const file = pathname.slice(1);
  if (!Object.hasOwn(FILES, ROOT + file)) return null;
  const page = file.replace(/^.*\/|\.md$/g, '');
  const language: Language = file.startsWith('docs/es/') ? 'es' : 'en';
  const isOther = hash !== '' && language !== reader;
  return `/operations${page === 'README' ? '' : `/${page}`}${isOther ? `?language=${language}` : ''}${hash}`;
}

/** The fragment by which a link names a heading. */
export function placeOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
