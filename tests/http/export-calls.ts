import { expect } from 'vitest';
import type { Role } from '../../src/vocabulary/people.ts';
import { type BackendWorld, loosePage } from './backend-world.ts';

/** An export that succeeds. */
export async function exportOf(world: BackendWorld, list: string, query: string, role: Role) {
  const reply = await world.ask(role, 'GET', `/api/v1/${list}/export/?${query}`);
  expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200);
  return reply;
}

/** All rows of a list, page by page. */
export async function rowsOf(world: BackendWorld, path: string, role: Role) {
  const rows: Readonly<Record<string, unknown>>[] = [];
  let next: string | null = `/api/v1/${path}${path.includes('?') ? '&' : '?'}page_size=200`;
  while (next !== null) {
    const reply = await world.ask(role, 'GET', next.replace(/^https?:\/\/[^/]+/, ''));
    expect(reply.statusCode, `${next}: ${reply.body.slice(0, 300)}`).toBe(200);
    rows.push(...loosePage.partial({ count_exact: true }).parse(reply.json()).results);
    next = reply.json().next;
  }
  return rows;
}
