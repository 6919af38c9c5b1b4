import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { blocksOf } from '../house/read-docs.ts';
import { shapeDifferences } from './json-shapes.ts';
import { NEW_PASSWORD, type PageSetup, STORE_PASSWORD } from './page-setup.ts';
import { turnSecondFactorOn } from './panel-visits.ts';
import type { Reader } from './reader.ts';
import { contest, outage, settleContest } from './troubles.ts';

const PAGE = 'docs/command-line.md';

/** A reference whose examples follow one another, from an empty database to a sent alert. */
export const COMMAND_LINE: PageSetup = {
  page: PAGE,
  says: 'where `DATABASE_URL` names an empty database',
  begins: 'settings',
  prepare: async (reader) => await reader.giveFiles(),
  answers: [
    [/createsuperuser$/, [{ question: 'E-mail address', types: 'ops@example.com' }, ...NEW_PASSWORD]],
    [/users reset-password ops@example.com$/, NEW_PASSWORD],
    [/credentials add shop/, [STORE_PASSWORD]],
  ],
  before: [
    [/users reset-second-factor/, turnSecondFactorOn],
    [/tokens list$/, async (reader) => await reader.makeToken()],
    [/conflicts list$/, contest],
    [/alerts list$/, outage],
  ],
  after: [
    [/-- serve --role api/, async (reader) => await reader.untilReady()],
    [/--json > report.json$/, requireJsonAsShown],
  ],
  exits: [
    [/-- preview .* --keep$/, 75, 'with `--keep` the command exits with 75 then'],
    [/-- explain /, 1, 'It exits with 1 if store and backend differ now'],
    [/-- status$/, 1, '1: not healthy'],
    [/-- status$/, 1, '1: not healthy'],
  ],
  shows: [
    [/users list$/, 'ana@example.com'],
    [/tokens list$/, 'script'],
    [/configurations list$/, 'Evento Híbrido 2025'],
    [/products --store-url/, '173911'],
    [/sync --configuration "Evento Híbrido 2025"$/, 'Verified'],
    [/sync \\\n/, 'Nothing had changed'],
    [/executions show/, 'Verified'],
    [/executions retry/, 'Requested the execution'],
    [/executions cancel/, 'Cancelled.'],
    [/conflicts list$/, 'Anita'],
    [/outbound list$/, 'accounting'],
    [/outbound change/, 'paused'],
    [/alerts list$/, 'store.access-denied'],
    [/alerts test$/, 'mail to ops@example.com: sent'],
  ],
  restore: async ({ world }) => await settleContest(world),
};

async function requireJsonAsShown({ folder }: Reader): Promise<void> {
  const [shown = ''] = blocksOf(PAGE, 'json');
  const real = await readFile(join(folder, 'report.json'), 'utf8');
  expect(shapeDifferences(JSON.parse(shown), JSON.parse(real))).toEqual([]);
}
