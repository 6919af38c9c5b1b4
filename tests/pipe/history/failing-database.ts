import type { Database, Transaction } from '../../../src/backend/database.ts';

/** The process is gone: no further statement reaches the backend. */
class Gone extends Error {
  override readonly name = 'Gone';
}

/**
 * A database connection that vanishes after a number of statements, like that of a killed process: uncommitted work is
 * rolled back, and no further statement is answered, not even with an error.
 */
export function failingDatabase(
  db: Database,
  statements: number,
): { readonly db: Database; readonly failed: () => boolean; readonly kill: () => void } {
  let left = statements;
  const count = (): void => {
    left -= 1;
    if (left < 0) throw new Gone('killed');
  };
  const client = (real: Transaction): Transaction =>
    new Proxy(real, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (name === 'query') {
          return (...args: unknown[]): unknown => {
            if (args[0] !== 'rollback') count();
            return (target.query as (...given: unknown[]) => unknown)(...args);
          };
        }
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  const failing = new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (name === 'connect') {
        return async (): Promise<Transaction> => {
          count();
          return client(await target.connect());
        };
      }
      if (name === 'query') {
        return (...args: unknown[]): unknown => {
          count();
          return (target.query as (...given: unknown[]) => unknown)(...args);
        };
      }
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const kill = (): void => {
    left = Math.min(left, 0);
  };
  return { db: failing, failed: () => left < 0, kill };
}
