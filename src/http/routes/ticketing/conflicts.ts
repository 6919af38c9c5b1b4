import {
  type ConflictRow,
  countConflicts,
  findConflict,
  listConflicts,
} from '../../../backend/conflicts/conflict-list.ts';
import { settleConflict } from '../../../backend/conflicts/conflict-records.ts';
import {
  countLocalEdits,
  type LocalEditRow,
  listLocalEdits,
} from '../../../backend/conflicts/local-edit-list.ts';
import {
  acknowledgeInput,
  type Conflict,
  conflictPageShape,
  conflictQuery,
  conflictShape,
  type LocalEdit,
  localEditPageShape,
  localEditQuery,
} from '../../../contract/conflict.ts';
import { idParams } from '../../../contract/scalars.ts';
import { AppError } from '../../../kernel/errors.ts';
import { updatedAfterFilter } from '../../../kernel/time/instant-filter.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { answerPage } from '../../replies/paging.ts';
import { masked } from '../../replies/personal-data.ts';
import { shownField } from './shown-field.ts';

const ROOT = '/api/v1/sync-woocommerce/';
const CONFLICTS = `${ROOT}conflicts/`;

/**
 * The operations on fields that were changed both here and in the store and need a person's decision, and on
 * fields that were changed only here.
 */
export function conflictEndpoints({ db, now, publicUrl }: ApiDeps): readonly Endpoint[] {
  const get = async (id: string, actor: Actor): Promise<Conflict> => {
    const row = await findConflict(db, id);
    if (row !== null) return toConflict(row, actor);
    throw new AppError({ code: 'conflict.none', message: 'There is no such conflict.' });
  };
  const settle = (path: string, as: 'ours' | 'theirs', summary: string): Endpoint =>
    defineEndpoint({
      method: 'POST',
      path: `${CONFLICTS}:id/${path}/`,
      name: `conflicts.${path}`,
      summary,
      access: 'operator',
      conflicts: true,
      params: idParams,
      reply: conflictShape,
      async handle({ params, actor }) {
        await settleConflict(db, params.id, { as, by: actor.userId, now: now() });
        return await get(params.id, actor);
      },
    });
  return [
    defineEndpoint({
      method: 'GET',
      path: CONFLICTS,
      name: 'conflicts.list',
      summary: 'Conflicts that a person must decide, the newest first.',
      access: 'viewer',
      query: conflictQuery,
      reply: conflictPageShape,
      async handle({ query, request, actor }) {
        const { configuration = null, execution = null, table = null, kind = null, state = 'open' } = query;
        const { row = null, order = null } = query;
        const rows = { configuration, execution, table, kind, state, row, order };
        const filter = { ...rows, updatedAfter: updatedAfterFilter(query) };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countConflicts(db, filter),
          rows: async (limit, offset) =>
            (await listConflicts(db, filter, limit, offset)).map((row) => toConflict(row, actor)),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${CONFLICTS}:id/`,
      name: 'conflicts.get',
      summary: 'One conflict.',
      access: 'viewer',
      params: idParams,
      reply: conflictShape,
      handle: async ({ params, actor }) => await get(params.id, actor),
    }),
    settle(
      'keep-ours',
      'ours',
      'Keep the value here; it is listed again only when the store changes it again.',
    ),
    settle('take-theirs', 'theirs', 'Take the value of the store, or undo a check-in that was made here.'),
    defineEndpoint({
      method: 'POST',
      path: `${CONFLICTS}:id/acknowledge/`,
      name: 'conflicts.acknowledge',
      summary: 'Close a case that needs no decision, with a note about what happened.',
      access: 'operator',
      conflicts: true,
      params: idParams,
      body: acknowledgeInput,
      reply: conflictShape,
      async handle({ params, body, actor }) {
        await settleConflict(db, params.id, {
          as: 'acknowledged',
          note: body.note,
          by: actor.userId,
          now: now(),
        });
        return await get(params.id, actor);
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${ROOT}local-edits/`,
      name: 'local-edits.list',
      summary: 'Fields whose value differs from the store’s, because somebody changed them here.',
      access: 'viewer',
      query: localEditQuery,
      reply: localEditPageShape,
      async handle({ query, request, actor }) {
        const { configuration = null, event = null, table = null } = query;
        const filter = { configuration, event, table };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countLocalEdits(db, filter),
          rows: async (limit, offset) =>
            (await listLocalEdits(db, filter, limit, offset)).map((row) => toLocalEdit(row, actor)),
        });
      },
    }),
  ];
}

export function toConflict({ currency, ...row }: ConflictRow, actor: Actor): Conflict {
  const show = shownField({ ...row, currency }, actor);
  const { first_name, last_name, note } = row;
  // Notes may contain names of people.
  const personal = { first_name, last_name, note };
  return {
    ...row,
    ...(actor.seesPersonalData ? personal : maskPersonal(personal)),
    decisions: [...row.decisions],
    base: show(row.base),
    ours: show(row.ours),
    theirs: show(row.theirs),
    state: row.settled_as === null ? 'open' : 'settled',
  };
}

function maskPersonal<Key extends string>(texts: Readonly<Record<Key, string | null>>) {
  return Object.fromEntries(
    Object.entries<string | null>(texts).map(([name, text]) => [name, masked(text)]),
  ) as Record<Key, string | null>;
}

export function toLocalEdit({ currency, ...row }: LocalEditRow, actor: Actor): LocalEdit {
  const show = shownField({ ...row, currency }, actor);
  return { ...row, ours: show(row.ours), theirs: show(row.theirs) };
}
