import { describe, expect, test } from 'vitest';
import { isFinal, TRANSITIONS } from '../../src/backend/executions/transitions.ts';
import { readText, repositoryFiles } from './source-files.ts';

describe.each(['docs/executions.md', 'docs/es/executions.md'])('%s', (path) => {
  const page = readText(path);

  test('has a row for each transition of an execution, and no other', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (?:–|`(\w+)`) \| `(\w+)` \|/gm)];
    const shown = rows.map(([, event, from = 'none', to]) => `${event}: ${from} to ${to}`);
    const data = Object.entries(TRANSITIONS).flatMap(([from, events]) =>
      Object.entries(events).map(([event, to]) => `${event}: ${from} to ${to}`),
    );
    expect(data.length).toBeGreaterThan(15);
    expect(shown.toSorted()).toEqual(data.toSorted());
  });

  test('states for each status whether it is final', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \| [^|]+ \| (no|yes|sí) \|$/gm)];
    const final = new Map(rows.map(([, status = '', says]) => [status, says !== 'no']));
    expect(Object.fromEntries(final)).toEqual({
      pending: isFinal('pending'),
      running: isFinal('running'),
      success: isFinal('success'),
      failed: isFinal('failed'),
      cancelled: isFinal('cancelled'),
    });
  });

  test('draws each transition from one status to another', () => {
    const drawn = [...page.matchAll(/^ {2}(\w+|\[\*\]) --> (\w+): (.+)$/gm)].flatMap(
      ([, from = '', to, events = '']) =>
        events.split(', ').map((event) => `${event}: ${from === '[*]' ? 'none' : from} to ${to}`),
    );
    const moving = Object.entries(TRANSITIONS).flatMap(([from, events]) =>
      Object.entries(events).flatMap(([event, to]) => (from === to ? [] : [`${event}: ${from} to ${to}`])),
    );
    expect(drawn.toSorted()).toEqual(moving.toSorted());
  });
});

/** Files with statements that create executions or set their status. */
function writersIn(files: readonly (readonly [path: string, text: string])[]): string[] {
  // A statement may name its table in a variable. In a condition, no comma precedes the status.
  const update = /\bupdate\s+(?:sync_executions|\$\{[^}]+\})(?:\s+\w+)?\s+set\b[^`]*/gi;
  return files.flatMap(([path, text]) => {
    if (!text.includes('sync_executions')) return [];
    const inserts = /\b(?:insert\s+into|merge\s+into|copy)\s+sync_executions\b/i.test(text);
    const updates = [...text.matchAll(update)].some(([found]) => /(?:\bset|,)\s*status\s*=/i.test(found));
    return inserts || updates ? [path] : [];
  });
}

describe('the status of an execution', () => {
  test('is written only by the transitions', () => {
    const files = repositoryFiles()
      .filter((path) => path.startsWith('src/') && /(?<!\.test)\.ts$/.test(path))
      .map((path) => [path, readText(path)] as const);
    expect(files.length).toBeGreaterThan(400);
    expect(writersIn(files)).toEqual([
      'src/backend/executions/run-transitions.ts',
      'src/backend/executions/transitions.ts',
    ]);
  });

  test('cannot be written elsewhere without this test noticing', () => {
    const found = (text: string): boolean => writersIn([['a.ts', text]]).length > 0;
    const byVariable = ['update $', '{table} set status = $1 where id = $2'].join('');
    expect(found('`insert into sync_executions (id) values ($1)`')).toBe(true);
    expect(found("`update sync_executions set queue = 'x', status = 'failed' where id = $1`")).toBe(true);
    expect(found("`update sync_executions e set\n status = case when x then 'a' end`")).toBe(true);
    expect(found(`'sync_executions'; ${byVariable}`)).toBe(true);
    expect(found("`update sync_executions set judged_at = now() where status = 'failed'`")).toBe(false);
  });
});
