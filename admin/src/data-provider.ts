import type { DataProvider, GetListParams, GetListResult, RaRecord } from 'react-admin';
import { ApiError } from './api-error.ts';
import { onSessionEnd } from './auth/session-end.ts';
import { cursorOf, type ListReply, listAddress, rememberPlace } from './list-address.ts';
import { resourceOf } from './resources.ts';
import { noteServiceTime } from './ui/values/service-time.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Call {
  readonly method?: Method;
  readonly body?: unknown;
  /** Two requests with the same key start the work once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Sends one request to the API. All requests of the panel go through this function.
 *
 * @throws ApiError
 */
export async function call<Reply>(address: string, request: Call = {}): Promise<Reply> {
  const response = await send(address, request);
  return (response.status === 204 ? null : await response.json().catch(() => null)) as Reply;
}

/**
 * The objects of a list's file, in the order of the list.
 *
 * @throws ApiError
 */
export async function callLines<Row>(address: string, signal: AbortSignal): Promise<readonly Row[]> {
  const response = await send(address, { signal });
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Row);
}

async function send(address: string, request: Call): Promise<Response> {
  const { method = 'GET', body, idempotencyKey, signal } = request;
  const headers: Record<string, string> = { 'accept-language': document.documentElement.lang };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (method !== 'GET') headers['x-csrftoken'] = cookie('csrftoken');
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const text = body === undefined ? null : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(address, { method, headers, body: text, signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, {});
  }
  noteServiceTime(response.headers.get('date'));
  if (response.ok) return response;
  const reply = await response.json().catch(() => null);
  const error = new ApiError(response.status, reply ?? {});
  if (response.status === 401) onSessionEnd('over');
  if (error.code === 'auth.second-factor-required') onSessionEnd('restricted');
  throw error;
}

/**
 * Whether this browser has signed in and not signed out. Scripts cannot read the session cookie, so this reads a
 * second cookie, which the server sets at the same time.
 */
export function hasSessionCookie(): boolean {
  return cookie('csrftoken') !== '';
}

function cookie(name: string): string {
  const found = document.cookie.split('; ').find((one) => one.startsWith(`${name}=`));
  return decodeURIComponent(found?.slice(name.length + 1) ?? '');
}

const oneOf = (resource: string, id: unknown): string =>
  `${resourceOf(resource).path}${encodeURIComponent(String(id))}/`;

async function getList<T extends RaRecord>(
  resource: string,
  params: GetListParams & { signal?: AbortSignal },
): Promise<GetListResult<T>> {
  const address = listAddress(resource, params);
  const reply = await call<ListReply>(address, { signal: params.signal });
  rememberPlace(resource, params, cursorOf(reply.next));
  const counted = reply.count_exact !== false;
  return {
    // Products and similar rows have no id, so their position serves as one.
    data: reply.results.map((record, at) => ({ id: at, ...record })) as unknown as T[],
    ...(counted ? { total: reply.count ?? reply.results.length } : {}),
    pageInfo: {
      hasNextPage: (reply.next ?? null) !== null,
      hasPreviousPage: (reply.previous ?? null) !== null,
    },
    meta: { count: reply.count, counted },
  };
}

/** Only changed fields are sent: changes by others stay, and secrets need not be entered again. */
function changedFields(
  data: Readonly<Record<string, unknown>>,
  previous: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const changed = Object.entries(data).filter(
    ([field, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(previous[field]),
  );
  return Object.fromEntries(changed);
}

/** Fields that were left empty are not sent, so the server uses its defaults. */
function filledFields(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== ''));
}

/** Connects react-admin to the resources of the API. */
export const dataProvider: DataProvider = {
  supportAbortSignal: true,
  getList,
  getManyReference: async (resource, { target, id, filter, ...params }) =>
    await getList(resource, { ...params, filter: { ...filter, [target]: id } }),
  getOne: async (resource, { id, signal }) => ({ data: await call(oneOf(resource, id), { signal }) }),
  getMany: async (resource, { ids, signal }) => ({
    data: await Promise.all(ids.map(async (id) => await call<never>(oneOf(resource, id), { signal }))),
  }),
  create: async (resource, { data }) => ({
    data: await call(resourceOf(resource).path, { method: 'POST', body: filledFields(data) }),
  }),
  update: async (resource, { id, data, previousData }) => {
    const body = changedFields(data, previousData ?? {});
    return { data: await call(oneOf(resource, id), { method: 'PATCH', body }) };
  },
  updateMany: async (resource, { ids, data }) => {
    for (const id of ids) await call(oneOf(resource, id), { method: 'PATCH', body: data });
    return { data: ids };
  },
  delete: async (resource, { id, previousData }) => {
    await call(oneOf(resource, id), { method: 'DELETE' });
    return { data: (previousData ?? { id }) as never };
  },
  deleteMany: async (resource, { ids }) => {
    for (const id of ids) await call(oneOf(resource, id), { method: 'DELETE' });
    return { data: ids };
  },
};

/** Runs an action on a record that is not an update: `trigger`, `pause`, `confirm-host-key` … */
export async function act<Reply>(
  resource: string,
  id: string,
  action: string,
  body: unknown = {},
): Promise<Reply> {
  const idempotencyKey = newIdempotencyKey();
  return await call(`${oneOf(resource, id)}${action}/`, { method: 'POST', body, idempotencyKey });
}

export function newIdempotencyKey(): string {
  // not randomUUID: browsers have it only with https or on localhost
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
