import { expect, test } from 'vitest';
import { linkTo } from '../../src/alerts/letters/compose.ts';
import type { Incident } from '../../src/backend/incidents/find-incidents.ts';
import { readText, sourceFiles } from './source-files.ts';

const PANEL = 'https://taquilla.example.com/admin/sync_woocommerce/';
const KINDS = [
  'store_unreachable',
  'credentials_failing',
  'test_failed',
  'sync_failed',
  'proof_unverified',
  'sync_stale',
  'removals_held',
  'many_refunds',
] as const satisfies readonly Incident['kind'][];
const EVENT = { id: '0198-configuration', name: 'Evento', executionId: '0198-execution', removalsId: null };

function incident(given: Partial<Incident>): Incident {
  return {
    id: '0198-incident',
    kind: 'sync_failed',
    credentialsId: null,
    storeName: null,
    stores: [],
    server: null,
    errorCode: null,
    errorMessage: null,
    startedAt: new Date(0),
    openedAt: new Date(0),
    resolvedAt: null,
    configurations: [],
    leftOut: null,
    ...given,
  };
}

/** The pages of the panel: `executions`, and `executions/*` + `/show` if a row has a page. */
function pages(): ReadonlySet<string> {
  const screens = readText('admin/src/panel/Screens.tsx');
  const resources = [...screens.matchAll(/<Resource\s+name="([\w-]+)"([^>]*)\/>/g)];
  return new Set(
    resources.flatMap(([, name = '', props = '']) => [
      ...(props.includes('list=') ? [name] : []),
      ...(props.includes('show=') ? [`${name}/*/show`] : []),
    ]),
  );
}

test('every link of a mail or a webhook is a page of the panel', () => {
  expect(pages().size).toBeGreaterThan(10);
  const links = KINDS.flatMap((kind) =>
    [null, '0198-credentials'].flatMap((credentialsId) =>
      [
        [],
        [EVENT],
        [{ ...EVENT, executionId: null }],
        [{ ...EVENT, removalsId: '0198-list' }],
        [EVENT, EVENT],
      ].map((configurations) =>
        linkTo(incident({ kind, credentialsId, configurations }), 'https://taquilla.example.com'),
      ),
    ),
  );
  const kinds = new Set(links.map((link) => link.slice(PANEL.length).replace(/\/0198-\w+\//, '/*/')));
  expect(links.filter((link) => !link.startsWith(PANEL))).toEqual([]);
  expect([...kinds].toSorted()).toEqual([
    'configurations',
    'credentials/*/show',
    'executions',
    'executions/*/show',
    'removals',
    'removals/*/show',
  ]);
  expect([...kinds].filter((page) => !pages().has(page))).toEqual([]);
});

test('no address of the panel has the fragment of earlier versions', () => {
  const sources = sourceFiles().filter((path) => !path.includes('.test.'));
  expect(sources.filter((path) => /sync_woocommerce\/#|\/#\/[a-z]/.test(readText(path)))).toEqual([]);
});
