import { describe, expect, test } from 'vitest';
import { ERROR_KINDS } from './error-kinds.ts';
import { AppError, aborted, assertNever, throwIfAborted, toAppError } from './errors.ts';

describe('each kind of error', () => {
  test('only errors that may resolve themselves are tried again', () => {
    const retried = Object.entries(ERROR_KINDS).filter(([, rule]) => rule.retry);
    expect(retried.map(([kind]) => kind)).toEqual(['unavailable']);
  });

  test('every kind ends a command with a code that is not success', () => {
    expect(Object.values(ERROR_KINDS).every((rule) => rule.exitCode > 0 && rule.exitCode < 256)).toBe(true);
  });
});

describe('an error from any source', () => {
  test('is unchanged if it is one of ours', () => {
    const known = new AppError({
      code: 'store.no-such-database',
      message: 'No such database.',
    });
    expect(toAppError(known)).toBe(known);
  });

  test('is a bug if it is unclassified, and its text goes only to the log', () => {
    const fault = toAppError(new Error('host 10.1.2.3 said no'));
    expect(fault).toMatchObject({ kind: 'bug', code: 'internal.unclassified' });
    expect(fault.message).not.toContain('10.1.2.3');
    expect(fault.details).toEqual({ thrown: 'host 10.1.2.3 said no' });
    expect(fault.cause).toBeInstanceOf(Error);
  });

  test('is a bug even if it is not an Error', () => {
    expect(toAppError('oops')).toMatchObject({ kind: 'bug', details: { thrown: 'oops' } });
    expect(toAppError(undefined).kind).toBe('bug');
  });

  test('is a stop on request when a signal ended the work', async () => {
    const controller = new AbortController();
    controller.abort();
    expect(toAppError(controller.signal.reason)).toMatchObject({
      kind: 'aborted',
      code: 'execution.stopped',
    });
  });
});

test('a stop keeps its cause, and no cause if there is none', () => {
  expect(aborted('because').cause).toBe('because');
  expect('cause' in aborted()).toBe(false);
});

test('work continues until its signal is raised, and not after', () => {
  const controller = new AbortController();
  expect(() => throwIfAborted(controller.signal)).not.toThrow();
  controller.abort();
  expect(() => throwIfAborted(controller.signal)).toThrow(expect.objectContaining({ kind: 'aborted' }));
});

test('an impossible value is a bug that names it for the log', () => {
  // Codes that a newer database may send to an older program.
  expect(() => assertNever('surprise' as never)).toThrow(
    expect.objectContaining({ kind: 'bug', details: { value: 'surprise' } }),
  );
});
