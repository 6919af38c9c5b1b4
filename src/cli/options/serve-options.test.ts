import { expect, test } from 'vitest';
import { parseServeOptions } from './serve-options.ts';

const QUEUES = ['critical', 'default', 'maintenance', 'notifications'];

test('serve runs all roles unless one is named', () => {
  const all = { role: 'all', api: true, migrates: false, tasks: { queues: QUEUES, concurrency: null } };
  expect(parseServeOptions({})).toEqual(all);
  expect(parseServeOptions({ migrate: true })).toEqual({ ...all, migrates: true });
  expect(parseServeOptions({ role: 'api' })).toEqual({ ...all, role: 'api', tasks: null });
  expect(parseServeOptions({ role: 'scheduler' })).toEqual({
    role: 'scheduler',
    migrates: false,
    api: false,
    tasks: { queues: [], concurrency: null },
  });
});

test('a worker uses the given queues', () => {
  expect(parseServeOptions({ role: 'worker', queues: 'critical, default', concurrency: '8' })).toEqual({
    role: 'worker',
    migrates: false,
    api: false,
    tasks: { queues: ['critical', 'default'], concurrency: 8 },
  });
});

test('contradictory options are refused', () => {
  for (const given of [
    { role: 'boss' },
    { role: 'worker', queues: 'urgent' },
    { role: 'worker', concurrency: '0' },
    { role: 'api', queues: 'critical' },
  ]) {
    expect(() => parseServeOptions(given)).toThrow(expect.objectContaining({ code: 'cli.options' }));
  }
});
