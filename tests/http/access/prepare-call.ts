import { queryRows } from '../../../src/backend/database.ts';
import { addExecution } from '../api-world.ts';
import type { BackendWorld } from '../backend-world.ts';
import type { Operation } from '../openapi-document.ts';
import { addConflict, addressOf, admitted, editVersions, sampleBody, sampleIds } from '../sample-requests.ts';
import type { Caller } from './callers.ts';
import { addPerson, addToken, type Person } from './people.ts';
import type { Planted } from './planted.ts';

export interface PreparedCall {
  readonly path: string;
  readonly body: unknown;
}

/** The objects that an operation needs so that this caller succeeds, if allowed. */
export async function prepareCall(
  world: BackendWorld,
  planted: Planted,
  operation: Operation,
  caller: Caller,
): Promise<PreparedCall> {
  const ids = await prepareThings(world, planted, operation);
  return await callBy(world, operation, ids, caller);
}

/** The same for each of these callers: objects that are changed are created once. */
export async function prepareCalls(
  world: BackendWorld,
  planted: Planted,
  operation: Operation,
  callers: readonly Caller[],
): Promise<readonly (readonly [Caller, PreparedCall])[]> {
  const ids = await prepareThings(world, planted, operation);
  const calls: [Caller, PreparedCall][] = [];
  for (const caller of callers) calls.push([caller, await callBy(world, operation, ids, caller)]);
  return calls;
}

type Ids = Readonly<Record<string, string>>;

/** Objects that are only read serve all operations that read. */
const READ_IN = new WeakMap<BackendWorld, Promise<Ids>>();

async function sampleOf(world: BackendWorld, { method }: Operation): Promise<Ids> {
  if (method !== 'GET') return await sampleIds(world);
  const known = READ_IN.get(world) ?? sampleIds(world);
  READ_IN.set(world, known);
  return await known;
}

async function callBy(
  world: BackendWorld,
  operation: Operation,
  ids: Ids,
  { person }: Caller,
): Promise<PreparedCall> {
  return { path: await pathOf(world, operation, ids, person), body: sampleBody(operation, ids) };
}

async function prepareThings(world: BackendWorld, planted: Planted, operation: Operation): Promise<Ids> {
  const { db } = world.backend;
  const { operationId } = operation;
  const reads = operation.method === 'GET';
  const ids: Record<string, string> = {
    ...(await sampleOf(world, operation)),
    orders: planted.orders,
    tickets: planted.tickets,
    refunds: planted.refunds,
    'woo order': planted.wooOrder,
    ...(reads ? { configurations: planted.configurations, executions: planted.executions } : {}),
    ...(await contest(world, planted)),
  };
  const configuration = ids['configurations'] ?? '';
  const setStatus = async (status: string): Promise<unknown> =>
    await queryRows(db, 'update sync_configurations set status = $2 where id = $1', [configuration, status]);
  if (operationId === 'configurations.resume') await setStatus('paused');
  if (operationId === 'configurations.enable') await setStatus('disabled');
  if (operationId === 'executions.cancel') {
    ids['executions'] = await addExecution(world, configuration, { status: 'pending' });
  }
  // A caller who follows all executions sees one at once.
  if (operationId === 'executions.stream') {
    await queryRows(db, "update sync_executions set status = 'running', finished_at = null where id = $1", [
      planted.executions,
    ]);
  }
  if (operationId === 'tickets.undo-check-in' || operationId === 'check-ins.export') {
    await world.ask('superuser', 'POST', `/api/v1/tickets/${planted.tickets}/check-in/`, {});
  }
  return { ...ids, ...(await editVersions(world, ids)) };
}

/** Tokens belong to the caller, or to the user that the path names. */
async function pathOf(
  world: BackendWorld,
  operation: Operation,
  ids: Ids,
  person: Person | null,
): Promise<string> {
  const { db } = world.backend;
  if (operation.path.startsWith('/api/v1/auth/tokens/{id}/')) {
    const owner = person ?? (await addPerson(db, { role: 'viewer' }));
    const { id } = await addToken(db, owner, { role: 'viewer' });
    return operation.path.replace('{id}', id);
  }
  if (operation.path.includes('{token_id}')) {
    const owner = await addPerson(db, { role: 'viewer' });
    const { id } = await addToken(db, owner, { role: 'viewer' });
    return operation.path.replace('{id}', owner.id).replace('{token_id}', id);
  }
  return addressOf(operation, ids);
}

/** Conflicts of the planted person, who was renamed here and was admitted. */
async function contest(world: BackendWorld, planted: Planted): Promise<Ids> {
  const { db } = world.backend;
  const { tickets } = planted;
  await queryRows(db, 'delete from conflicts where settled_at is null');
  await queryRows(db, "update tickets set first_name = 'Zqxpersnuestro' where id = $1", [tickets]);
  return {
    conflicts: await addConflict(world, planted, {
      kind: 'edited',
      table: 'tickets',
      row: tickets,
      field: 'first_name',
      values: ['Zqxpersantes', 'Zqxpersnuestro', 'Zqxperssuyo'],
    }),
    'conflicts.acknowledge': await addConflict(world, planted, admitted(tickets)),
  };
}
