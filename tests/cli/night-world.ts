import { afterAll, beforeAll } from 'vitest';
import { freshBackend } from '../pipe/sync-store.ts';
import { TaskWorld } from '../tasks/task-world.ts';
import { callTaquilla } from './call-taquilla.ts';
import type { Ended } from './run-taquilla.ts';

export let world: TaskWorld;
let url: string;

/** Set-up for the tests of a file: a backend with tasks, and commands that use it. */
export function useNightWorld(): void {
  beforeAll(async () => {
    const backend = await freshBackend();
    url = backend.url;
    world = await TaskWorld.over(backend);
  });
  afterAll(async () => await world.close());
}

export async function taquilla(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return await callTaquilla(args, {
    env: { DATABASE_URL: url, TIME_ZONE: 'America/Santiago', SYNC_MAX_RETRIES: '5', ...env },
  });
}

export async function json(...args: readonly string[]) {
  const ended = await taquilla([...args, '--json']);
  return { ...ended, json: JSON.parse(ended.stdout) };
}

/** The new audit entries since the last call. */
export async function audited(): Promise<readonly Record<string, unknown>[]> {
  const rows = await world.rows<Record<string, unknown>>(
    'select action, object_id, sent, user_id, address from audit_entries order by created_at, id',
  );
  await world.db.query('delete from audit_entries');
  return rows;
}

/** The rows of a printed table, each as its cells. */
export function cellsOf(table: string): readonly (readonly string[])[] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
