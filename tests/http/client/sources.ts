/** A small client over the generated types, as an integration may write it. */
export const CLIENT = `
import type { components, paths } from './types.js';

export type Configuration = components['schemas']['Configuration'];
export type Ticket = components['schemas']['Ticket'];
export type Problem = components['schemas']['Problem'];

type JsonOf<Reply> = Reply extends { content: { 'application/json': infer Body } } ? Body : never;
type ReplyOf<Operation> = Operation extends { responses: infer Replies }
  ? JsonOf<Replies[keyof Replies & (200 | 201 | 202)]> : never;
type BodyOf<Operation> = Operation extends { requestBody: infer Body } ? JsonOf<Body> : never;
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? Query : never;

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

export class Client {
  constructor(readonly address: string, readonly token: string) {}

  async get<Path extends keyof paths>(
    path: Path,
    given: { ids?: Record<string, string>; query?: QueryOf<paths[Path]['get']> } = {},
  ): Promise<ReplyOf<paths[Path]['get']>> {
    const query = new URLSearchParams(given.query as Record<string, string>);
    const filled = path.replaceAll(/{(\\w+)}/g, (_, name: string) => given.ids?.[name] ?? '');
    return await this.#send('GET', filled + '?' + query) as ReplyOf<paths[Path]['get']>;
  }

  async post<Path extends keyof paths>(
    path: Path,
    body: BodyOf<paths[Path]['post']>,
  ): Promise<ReplyOf<paths[Path]['post']>> {
    return await this.#send('POST', path, JSON.stringify(body)) as ReplyOf<paths[Path]['post']>;
  }

  async #send(method: string, path: string, body?: string): Promise<unknown> {
    const headers = { authorization: 'Token ' + this.token, 'content-type': 'application/json' };
    const reply = await fetch(this.address + path, { method, headers, body: body ?? null });
    const json = await reply.json();
    if (!reply.ok) throw new Refused(json as Problem);
    return json;
  }
}
`;

/** What an integration does with it. Each line that must not compile says so. */
export const USE = `
import { Client, type Configuration, Refused, type Ticket } from './client.js';

declare const process: { readonly argv: readonly string[] };
const [, , address = '', token = ''] = process.argv;
const client = new Client(address, token);

const made: Configuration = await client.post('/api/v1/sync-woocommerce/configurations/', {
  name: 'Generated',
  woocommerce_product_id: 77,
  event_name: 'Generated',
  organizer_email: 'generated@example.com',
  service_fee_percentage: '12.50',
  frequency: 'daily',
});
const configurations = await client.get('/api/v1/sync-woocommerce/configurations/', {
  query: { search: made.name, limit: '5', updated_after: '2020-01-01T00:00:00Z' },
});
const tickets = await client.get('/api/v1/tickets/', { query: { status: 'active', removed: 'all', page_size: '3' } });
const ticket: Ticket | undefined = tickets.results[0];
const exact: boolean = tickets.count_exact;
const missing = await client
  .get('/api/v1/tickets/{id}/', { ids: { id: made.id } })
  .then(() => null)
  .catch((error: unknown) => (error instanceof Refused ? error.problem.code : 'another error'));

// @ts-expect-error no configuration has such a field
made.colour;
// @ts-expect-error no ticket has this status
void (() => client.get('/api/v1/tickets/', { query: { status: 'sold' } }));
// @ts-expect-error required fields are absent
void (() => client.post('/api/v1/sync-woocommerce/configurations/', { name: 'x' }));
// @ts-expect-error there is no such path
void (() => client.get('/api/v1/nothing/'));

console.log(JSON.stringify({
  fee: made.service_fee_percentage,
  found: configurations.results.map(({ id }) => id === made.id),
  tickets: tickets.count,
  ticket: ticket?.status ?? null,
  exact,
  missing,
}));
`;
