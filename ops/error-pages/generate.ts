import { readFile, writeFile } from 'node:fs/promises';
import { ERROR_PAGES, withErrorTables } from './error-tables.ts';

/** Writes the tables of the pages about errors from the catalogue. */
for (const language of ['en', 'es'] as const) {
  const page = new URL(`../../${ERROR_PAGES[language]}`, import.meta.url);
  await writeFile(page, withErrorTables(await readFile(page, 'utf8'), language));
}
