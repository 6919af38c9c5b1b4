import { hash } from '@node-rs/argon2';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { closeDatabase } from '../../src/backend/connection/close-database.ts';
import { type Database, inTransaction, openDatabase, queryRows } from '../../src/backend/database.ts';
import { createSession } from '../../src/backend/sign-in/session-records.ts';
import { createToken } from '../../src/backend/sign-in/token-records.ts';
import { createUser } from '../../src/backend/users/user-records.ts';
import { createServer, type ServerParts } from '../../src/http/server/server.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { digestOfToken, newOpaqueToken } from '../../src/kernel/secrets/opaque-token.ts';
import type { Role } from '../../src/vocabulary/people.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import type { FreshDatabase } from '../servers/databases.ts';
import { FIXED_STORE } from './fixed-store.ts';
import { serverParts } from './server-parts.ts';

export const PASSWORD = 'tres tristes tigres';
export const ROLES: readonly Role[] = ['superuser', 'operator', 'viewer'];

/** A server with a separate backend, and a user of each role. */
export interface ApiWorld {
  readonly backend: Backend;
  readonly server: FastifyInstance;
  readonly tokens: Readonly<Record<Role, string>>;
  /** The ids of these tokens. */
  readonly tokenIds: Readonly<Record<Role, string>>;
  /** Cookie and CSRF token of a signed-in user of each role. */
  readonly sessions: Readonly<Record<Role, Readonly<Record<string, string>>>>;
  readonly credentialsId: string;
  /** Sends a request with the role's token, or with its session if no token may do it. */
  ask(
    role: Role | null,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export const API = '/api/v1/sync-woocommerce/';

/** The body in the design, which must work unchanged. */
export const BODY = {
  name: 'Evento Híbrido 2025',
  woocommerce_product_id: 173911,
  event_name: 'Evento Híbrido Tuki 2025',
  organizer_email: 'organizador@tuki.cl',
  service_fee_percentage: 10.0,
  frequency: 'daily',
};

/**
 * A hash contains the cost of its check, and real hashes are slow on purpose. The files that sign in check a
 * thousand passwords: their hashes are of the same kind, at the lowest cost.
 */
export async function cheapPasswordHash(): Promise<string> {
  return await hash(PASSWORD, { memoryCost: 8, timeCost: 1, parallelism: 1 });
}

/** It is the same on every server, so only one server makes it: the document takes long to make. */
let forSessions: readonly RegExp[] | null = null;

export async function openApiWorld(given: Partial<ServerParts> = {}): Promise<ApiWorld> {
  return await openApiWorldOver(await freshBackend(), given);
}

async function openApiWorldOver(backend: Backend, given: Partial<ServerParts>): Promise<ApiWorld> {
  const { db, log } = backend;
  const passwordHash = await cheapPasswordHash();
  const tokens = { superuser: '', operator: '', viewer: '' };
  const tokenIds = { superuser: '', operator: '', viewer: '' };
  const sessions: Record<Role, Record<string, string>> = { superuser: {}, operator: {}, viewer: {} };
  for (const role of ROLES) {
    const user = await createUser(db, { email: `${role}@example.com`, passwordHash, role });
    const token = newOpaqueToken('taq_');
    const made = await createToken(db, {
      userId: user.id,
      name: 'tests',
      tokenDigest: digestOfToken(token),
      role,
      seesPersonalData: role !== 'viewer',
      expiresAt: null,
    });
    tokens[role] = token;
    tokenIds[role] = made.id;
    sessions[role] = await openSession(db, user.id, passwordHash);
  }
  const credentialsId = await inTransaction(db, async (tx) => {
    const id = newId();
    await tx.query(
      `insert into sync_credentials (id, name, transport, host, port, username, database_name, is_default)
       values ($1, 'the shop', 'direct', 'mysql.example.com', 3306, 'reader', 'wordpress', true)`,
      [id],
    );
    return id;
  });
  const server = await createServer(
    serverParts(db, log, {
      stores: FIXED_STORE,
      requestsPerMinute: 1_000_000,
      requestsPerMinuteByAddress: 1_000_000,
      connectionTestsPerMinute: 1_000_000,
      ...given,
    }),
  );
  const credentialsOf = async (role: Role, method: string, url: string): Promise<Record<string, string>> => {
    forSessions ??= await operationsForSessions(server);
    const asked = `${method} ${url.split('?')[0]}`;
    const needsSession = forSessions.some((operation) => operation.test(asked));
    return needsSession ? sessions[role] : { authorization: `Token ${tokens[role]}` };
  };
  return {
    backend,
    server,
    tokens,
    tokenIds,
    sessions,
    credentialsId,
    async ask(role, method, path, body, headers = {}) {
      const url = path.startsWith('/') ? path : `${API}${path}`;
      const options: InjectOptions = {
        method: method as 'GET',
        url,
        headers: {
          ...(role === null ? {} : await credentialsOf(role, method, url)),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      };
      return await server.inject(options);
    },
    async close() {
      await server.close();
      await backend.close();
    },
  };
}

/** The headers that a browser sends for a new session. */
async function openSession(
  db: Database,
  userId: string,
  passwordHash: string,
): Promise<Record<string, string>> {
  const [token, csrf] = [newOpaqueToken(''), newOpaqueToken('')];
  const now = new Date();
  const opened = await inTransaction(
    db,
    async (tx) =>
      await createSession(tx, {
        userId,
        passwordHash,
        provedCode: false,
        tokenDigest: digestOfToken(token),
        csrfDigest: digestOfToken(csrf),
        address: '127.0.0.1',
        userAgent: null,
        // Far in the future, because some tests move the clock.
        expiresAt: new Date(now.getTime() + 365 * 86_400_000),
        now,
      }),
  );
  if (!opened) throw new Error('no session was opened');
  return { cookie: `sessionid=${token}; csrftoken=${csrf}`, 'x-csrftoken': csrf };
}

/** The operations that refuse tokens, according to the API. */
async function operationsForSessions(server: FastifyInstance): Promise<readonly RegExp[]> {
  type Described = Record<string, Record<string, { security?: readonly object[] }>>;
  const { paths } = (await server.inject('/api/v1/openapi.json')).json() as { paths: Described };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security = [] }]) => security.length > 0 && !security.some((one) => 'token' in one))
      .map(([method]) => new RegExp(`^${method} ${path.replaceAll(/{\w+}/g, '[^/]+')}?$`, 'i')),
  );
}

/** On a shared database; its creator drops it. */
export async function openApiWorldOn(
  { url }: FreshDatabase,
  given: (db: Database) => Partial<ServerParts>,
): Promise<ApiWorld> {
  const log = createLog('silent', process.stderr);
  const db = openDatabase({ connectionString: url }, log);
  return await openApiWorldOver({ db, log, close: async () => await closeDatabase(db) }, given(db));
}

/** Executions as the worker leaves them. */
export async function addExecution(
  world: ApiWorld,
  configurationId: string,
  values: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const id = newId();
  const { status = 'success' } = values;
  const row = {
    id,
    configuration_id: configurationId,
    trigger: 'manual',
    depth: 'full',
    status,
    finished_at: status === 'pending' || status === 'running' ? null : new Date(),
    next_attempt_at: status === 'pending' ? new Date() : null,
    ...values,
  };
  const names = Object.keys(row);
  await queryRows(
    world.backend.db,
    `insert into sync_executions (${names.join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
    Object.values(row),
  );
  return id;
}
