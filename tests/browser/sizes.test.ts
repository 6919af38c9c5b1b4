import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, inject, test } from 'vitest';

const KB = 1000;

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

let manifest: Readonly<Record<string, Chunk>>;

beforeAll(async () => {
  manifest = JSON.parse(await readFile(join(inject('panelDir'), '.vite/manifest.json'), 'utf8'));
});

/** The files that these entries fetch before they can be shown: their own, and all that those need to start. */
async function kilobytes(entries: readonly string[]): Promise<number> {
  const files = new Set<string>();
  const take = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`${name} is not in the manifest`);
    if (files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const needed of chunk.imports ?? []) take(needed);
  };
  for (const entry of entries) take(entry);
  let bytes = 0;
  for (const file of files) bytes += gzipSync(await readFile(join(inject('panelDir'), file))).length;
  return bytes / KB;
}

test('the sign-in loads less than 150 kB', async () => {
  expect(await kilobytes(['index.html'])).toBeLessThan(150);
});

test('the panel loads less than 380 kB, whichever screen is first, without charts', async () => {
  const screens = Object.keys(manifest).filter((name) => /^src\/[a-z-]+\/[A-Z]\w+\.tsx$/.test(name));
  const shown = screens.filter((name) => !name.endsWith('Chart.tsx'));
  expect(shown.length).toBeGreaterThan(6);
  const frame = ['index.html', 'src/panel/Panel.tsx', 'src/texts/es.ts'];
  const heavy: Record<string, number> = {};
  for (const screen of shown) {
    const size = await kilobytes([...frame, screen]);
    if (size >= 380) heavy[screen] = size;
  }
  expect(heavy).toEqual({});
});
