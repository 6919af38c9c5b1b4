import { Writable } from 'node:stream';
import { queryRows } from '../../../src/backend/database.ts';
import { listen } from '../../../src/http/server/listen.ts';
import { createLog } from '../../../src/kernel/log/log.ts';
import type { Role } from '../../../src/vocabulary/people.ts';
import { MemoryCarrier } from '../../tasks/memory-carrier.ts';
import { addPerson, addSession, addToken, fullHeaders } from '../access/people.ts';
import { type BackendWorld, openBackendWorld } from '../backend-world.ts';
import { type ApiDocument, readApiDocument } from '../openapi-document.ts';
import { sampleIds } from '../sample-requests.ts';
import type { Sender } from './hostile-requests.ts';
import { type PlainClient, plainClient } from './send-request.ts';

/** A service on a port with data, and with senders of every kind, who can be replaced any number of times. */
export interface FuzzWorld {
  readonly world: BackendWorld;
  readonly document: ApiDocument;
  readonly port: number;
  readonly client: PlainClient;
  /** Objects of each kind, and the headers of each sender, since the last renewal. */
  readonly ids: () => Readonly<Record<string, string>>;
  readonly headersOf: (sender: Sender) => Readonly<Record<string, string>>;
  /** Replaces senders and objects, so that no request affects later ones for long, and no limit is reached. */
  renew(): Promise<void>;
  /** The service's log of its last defect. */
  lastDefect(): string;
  close(): Promise<void>;
}

const ORDERS = 20;

export async function openFuzzWorld(): Promise<FuzzWorld> {
  let lastDefect = '';
  const log = createLog(
    'error',
    new Writable({
      write(chunk, _encoding, done) {
        lastDefect = String(chunk);
        done();
      },
    }),
  );
  const world = await openBackendWorld(ORDERS, {
    log,
    carrier: new MemoryCarrier(),
    trustedProxies: ['127.0.0.1'],
  });
  const document = await readApiDocument(world);
  const port = Number(new URL(await listen(world.server, { host: '127.0.0.1', port: 0 })).port);
  const client = plainClient(port);
  let ids: Readonly<Record<string, string>> = {};
  let senders = new Map<Sender, Readonly<Record<string, string>>>();
  const renew = async (): Promise<void> => {
    // Otherwise wrong passwords would soon get only the limit's refusal.
    await queryRows(world.backend.db, 'delete from login_attempts');
    ids = await sampleIds(world);
    senders = await makeSenders(world);
  };
  await renew();
  return {
    world,
    document,
    port,
    client,
    ids: () => ids,
    headersOf: (sender) => senders.get(sender) ?? {},
    renew,
    lastDefect: () => lastDefect,
    async close() {
      client.close();
      await world.close();
    },
  };
}

async function makeSenders(world: BackendWorld): Promise<Map<Sender, Readonly<Record<string, string>>>> {
  const [viewer, operator, superuser] = [
    await makeUser(world, 'viewer'),
    await makeUser(world, 'operator'),
    await makeUser(world, 'superuser'),
  ];
  const { cookie = '' } = superuser.session;
  return new Map<Sender, Readonly<Record<string, string>>>([
    ['anonymous', {}],
    ['unknown token', { authorization: `Token taq_${'a'.repeat(43)}` }],
    ['viewer token', viewer.token],
    ['operator token', operator.token],
    ['superuser token', superuser.token],
    ['viewer session', viewer.session],
    ['superuser session', superuser.session],
    ['session without CSRF', { cookie }],
  ]);
}

async function makeUser(world: BackendWorld, role: Role) {
  const { db } = world.backend;
  const person = await addPerson(db, { role });
  return {
    token: fullHeaders(await addToken(db, person, { role })),
    session: fullHeaders(await addSession(db, person)),
  };
}
