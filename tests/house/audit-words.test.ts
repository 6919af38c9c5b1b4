import { expect, test } from 'vitest';
import { NAMED_ACTIONS } from '../../admin/src/audit/named-actions.ts';
import { audit as english } from '../../admin/src/texts/en/access/audit.ts';
import { words } from '../../admin/src/texts/en/shared/words.ts';
import { audit as spanish } from '../../admin/src/texts/es/access/audit.ts';
import { AUDIT_ACTIONS } from '../../src/backend/audit/audit-actions.ts';
import { AUDITED_FIELDS } from '../../src/backend/audit/audited-objects.ts';
import { readText, repositoryFiles } from './source-files.ts';

const KEYS = Object.keys(AUDIT_ACTIONS).map((action) => action.replaceAll(/[.-]/g, '_'));

// The compiler allows no other action in the log, and the service does not start if one of its operations has none.
test('every action of the audit log is a sentence in both languages, and no sentence is left over', () => {
  expect(KEYS.length).toBeGreaterThan(50);
  for (const { did } of [english, spanish]) expect(Object.keys(did).sort()).toEqual(KEYS.toSorted());
});

test('the panel filters the log by every kind of object, and each choice has a name and finds an entry', () => {
  const actions = Object.keys(AUDIT_ACTIONS);
  const firstParts = new Set(actions.map((action) => action.replace(/\..*$/, '')));
  const offered: readonly string[] = NAMED_ACTIONS;
  // A denied call is the only action of its kind.
  expect([...firstParts].filter((part) => part !== 'access' && !offered.includes(part))).toEqual([]);
  expect(offered.filter((one) => !firstParts.has(one) && !actions.includes(one))).toEqual([]);
  expect(Object.keys(words.audit_action).sort()).toEqual(
    offered.map((one) => one.replaceAll(/[.-]/g, '_')).toSorted(),
  );
});

test('a sentence names who did it, and the object if the action has one', () => {
  for (const { did } of [english, spanish]) {
    const faults = Object.entries(AUDIT_ACTIONS).filter(([action, kind]) => {
      const text = did[action.replaceAll(/[.-]/g, '_') as keyof typeof did];
      const isOwn = action === 'session.change-me';
      return text.includes('%{object}') !== (kind !== null && !isOwn) || !/%\{(?:who|account)\}/.test(text);
    });
    expect(faults).toEqual([]);
  }
});

test('every field whose change the audit log shows has a name in both languages', () => {
  expect(AUDITED_FIELDS.length).toBeGreaterThan(30);
  for (const { field } of [english, spanish]) {
    expect(Object.keys(field).sort()).toEqual(AUDITED_FIELDS.toSorted());
  }
});

test('only actions of the list are written to the log', () => {
  const writers = repositoryFiles().filter(
    (path) => /^src\/.*\.ts$/.test(path) && /insert into audit_entries/.test(readText(path)),
  );
  expect(writers).toEqual(['src/backend/audit/audit-records.ts']);
});
