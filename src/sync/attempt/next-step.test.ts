import { expect, test } from 'vitest';
import { AppError, aborted } from '../../kernel/errors.ts';
import { nextStep } from './next-step.ts';

const now = new Date('2025-11-15T12:00:00Z');
const away = new AppError({ code: 'store.unreachable', message: 'The store is away.' });
const state = { failedAttempts: 0, maxRetries: 3, stopIsWanted: false };

test('tries again after 30 s, 2 min and 8 min, and then no more', () => {
  const steps = [0, 1, 2, 3].map((failedAttempts) => nextStep(away, { ...state, failedAttempts }, now, 0.5));
  expect(steps).toEqual([
    { kind: 'retry', nextAttemptAt: new Date('2025-11-15T12:00:30Z'), counted: true },
    { kind: 'retry', nextAttemptAt: new Date('2025-11-15T12:02:00Z'), counted: true },
    { kind: 'retry', nextAttemptAt: new Date('2025-11-15T12:08:00Z'), counted: true },
    { kind: 'end' },
  ]);
});

test('never waits longer than a quarter of an hour, however many retries are set', () => {
  const often = { ...state, failedAttempts: 40, maxRetries: 99 };
  expect(nextStep(away, often, now, 0.5)).toEqual({
    kind: 'retry',
    nextAttemptAt: new Date('2025-11-15T12:15:00Z'),
    counted: true,
  });
});

test('does not try again what only a person can correct', () => {
  const wrong = new AppError({ code: 'store.access-denied', message: 'Refused.' });
  expect(nextStep(wrong, state, now, 0.5)).toEqual({ kind: 'end' });
  const defect = new AppError({ code: 'internal.unclassified', message: 'A defect.' });
  expect(nextStep(defect, state, now, 0.5)).toEqual({ kind: 'end' });
});

test('gives back the execution of a stopping process, and ends a cancelled one', () => {
  expect(nextStep(aborted(), state, now, 0.5)).toEqual({ kind: 'give-back', nextAttemptAt: now });
  expect(nextStep(aborted(), { ...state, stopIsWanted: true }, now, 0.5)).toEqual({ kind: 'end' });
});

test('loses no retry when the backend accepts no changes', () => {
  const full = new AppError({ code: 'backend.disk-full', message: 'Full.' });
  const spent = { ...state, failedAttempts: 3 };
  expect(nextStep(full, spent, now, 0.5)).toEqual({
    kind: 'retry',
    nextAttemptAt: new Date('2025-11-15T12:00:30Z'),
    counted: false,
  });
  const slow = new AppError({ code: 'backend.statement-timeout', message: 'Slow.' });
  expect(nextStep(slow, spent, now, 0.5)).toEqual({ kind: 'end' });
});
