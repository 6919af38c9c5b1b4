import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { hashPassword } from '../../src/backend/access/password-hash.ts';
import { createToken } from '../../src/backend/access/token-records.ts';
import { createUser, type Role } from '../../src/backend/access/user-records.ts';
import { closeDatabase } from '../../src/backend/close-database.ts';
import { type Database, inTransaction, openDatabase, queryRows } from '../../src/backend/database.ts';
import type { StoreDoor } from '../../src/http/api-deps.ts';
import { createServer, type ServerParts } from '../../src/http/server.ts';
import { newId } from '../../src/kernel/ids.ts';
import { createLog } from '../../src/kernel/log.ts';
import { digestOfToken, newOpaqueToken } from '../../src/kernel/opaque-token.ts';
import { generateKeyPair } from '../../src/woocommerce/reach/ssh-key.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import type { FreshDatabase } from '../servers/databases.ts';
import { serverParts } from './server-parts.ts';

export const PASSWORD = 'tres tristes tigres';
export const ROLES: readonly Role[] = ['superuser', 'operator', 'viewer'];

/** A server on a backend of its own, with somebody of each role who may ask it. */
export interface ApiWorld {
  readonly backend: Backend;
  readonly server: FastifyInstance;
  readonly tokens: Readonly<Record<Role, string>>;
  readonly credentialsId: string;
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

/** The body of the design that must work as it is. */
export const BODY = {
  name: 'Evento Híbrido 2025',
  woocommerce_product_id: 173911,
  event_name: 'Evento Híbrido Tuki 2025',
  organizer_email: 'organizador@tuki.cl',
  service_fee_percentage: 10.0,
  frequency: 'daily',
};

const REACHED = {
  success: true,
  failed: null,
  transport: 'direct',
  durationMs: 1,
  steps: [],
  hostKey: null,
} as const;

/** A store that is always there, for what is not about stores. */
const FIXED_STORE: StoreDoor = {
  pin: async () => ({
    siteUrl: 'https://tienda.example.com',
    tablePrefix: 'wp_',
    productCreatedAtUtc: new Date('2025-01-01T00:00:00Z'),
  }),
  test: async () => REACHED,
  testStored: async () => REACHED,
  products: async () => [],
  newKeyPair: generateKeyPair,
  words: () => ({ label: (step) => step, advice: () => ({ means: '', todo: '' }) }),
};

export async function openApiWorld(given: Partial<ServerParts> = {}): Promise<ApiWorld> {
  return await openApiWorldOver(await freshBackend(), given);
}

async function openApiWorldOver(backend: Backend, given: Partial<ServerParts>): Promise<ApiWorld> {
  const { db, log } = backend;
  const passwordHash = await hashPassword(PASSWORD);
  const tokens = { superuser: '', operator: '', viewer: '' };
  for (const role of ROLES) {
    const user = await createUser(db, { email: `${role}@example.com`, passwordHash, role });
    const token = newOpaqueToken('taq_');
    await createToken(db, {
      userId: user.id,
      name: 'tests',
      tokenDigest: digestOfToken(token),
      role,
      seesPersonalData: role !== 'viewer',
      expiresAt: null,
    });
    tokens[role] = token;
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
    serverParts(db, log, { stores: FIXED_STORE, requestsPerMinute: 1_000_000, ...given }),
  );
  return {
    backend,
    server,
    tokens,
    credentialsId,
    async ask(role, method, path, body, headers = {}) {
      const options: InjectOptions = {
        method: method as 'GET',
        url: path.startsWith('/') ? path : `${API}${path}`,
        headers: {
          ...(role === null ? {} : { authorization: `Token ${tokens[role]}` }),
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

/** On a database that others use too; whoever made it drops it. */
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
  const row = {
    id,
    configuration_id: configurationId,
    trigger: 'manual',
    depth: 'full',
    status: 'success',
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
