import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshBackend } from '../pipe/sync-store.ts';
import { BAD_MAPPINGS, type Mapping, NO_TEXTS } from './bad-mappings.ts';
import { DjangoProject, filesOfPage } from './django-project.ts';

let backend: Awaited<ReturnType<typeof freshBackend>>;
let project: DjangoProject;

beforeAll(async () => {
  backend = await freshBackend();
  project = await DjangoProject.open({ backendUrl: backend.url, schema: 'public' });
});
afterAll(async () => {
  await project.close();
  await backend.close();
});

describe('the mapping file', () => {
  const given = (): Mapping => JSON.parse(filesOfPage().get('mapping.json') ?? '') as Mapping;

  async function checked(text: string) {
    await writeFile(join(project.folder, 'other.json'), text);
    return await project.command('follow_taquilla', 'other.json', '--check');
  }

  test.each(BAD_MAPPINGS)('is refused with a sentence: %s', async (sentence, spoil) => {
    const mapping = given();
    if (typeof spoil === 'function') spoil(mapping);
    else Object.assign(mapping.models[0] ?? {}, spoil);
    const said = await checked(JSON.stringify(mapping));
    expect(said.code).toBe(1);
    expect(said.err).toContain(sentence);
  });

  test('is refused with a sentence for anything but a name where a name is required', async () => {
    for (const part of ['table', 'model', 'key', 'fields', 'removed']) {
      for (const value of NO_TEXTS) {
        const mapping = given();
        Object.assign(mapping.models[0] ?? {}, { [part]: value });
        const said = await checked(JSON.stringify(mapping));
        expect([part, value, said.code, said.err]).toEqual([
          part,
          value,
          1,
          expect.stringMatching(/^(models|events)/),
        ]);
      }
    }
  });

  test('is refused if it is missing or not JSON, and otherwise described', async () => {
    expect((await checked('{"models": [')).err).toMatch(/^other\.json is no JSON: .*line 1 column/);
    expect((await checked('[]')).err).toContain('must be an object with one list, "models".');
    const absent = await project.command('follow_taquilla', 'absent.json', '--once');
    expect(absent.err).toBe('absent.json cannot be read: No such file or directory.');
    expect((await checked(JSON.stringify(given()))).out).toContain('events → agenda.Evento: 5 fields\n');
  });
});
