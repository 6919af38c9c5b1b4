import fc from 'fast-check';
import { newId } from '../../../src/kernel/ids.ts';
import type { Operation } from '../openapi-document.ts';
import { addressOf, sampleBody } from '../sample-requests.ts';
import { faultOfReply } from './check-reply.ts';
import type { FuzzWorld } from './fuzz-world.ts';
import { type BodyRecipe, type HostileRequest, hostileRequests } from './hostile-requests.ts';
import { ODD_BODIES } from './hostile-values.ts';
import type { ReceivedReply, SentRequest } from './send-request.ts';

export interface FuzzOutcome {
  readonly sent: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** At most one for each operation: the smallest failing request, and how to draw it again. */
  readonly faults: readonly string[];
}

/** Senders and objects are replaced after this many requests; sooner if the operation allows few a minute. */
const RENEW_AFTER = 40;
const RENEW_LIMITED_AFTER = 8;
const LIMITED = /test-connection$|^session\.|password|second-factor/;
const LONGEST_SHOWN = 600;
const LONGEST_PATH = 8_000;

/** Sends about this many hostile requests, in equal parts to all operations. */
export async function fuzzOperations(
  world: FuzzWorld,
  options: { readonly requests: number; readonly seed: number },
): Promise<FuzzOutcome> {
  const { operations } = world.document;
  const statuses: Record<string, number> = {};
  const faults: string[] = [];
  let sent = 0;
  for (const [at, operation] of operations.entries()) {
    let sinceRenewal = 0;
    const renewAfter = LIMITED.test(operation.operationId) ? RENEW_LIMITED_AFTER : RENEW_AFTER;
    await world.renew();
    const property = fc.asyncProperty(hostileRequests(operation), async (drawn) => {
      sinceRenewal += 1;
      if (sinceRenewal > renewAfter) {
        await world.renew();
        sinceRenewal = 1;
      }
      sent += 1;
      const request = toRequest(world, operation, drawn, sent);
      const reply = await answerTo(world, request);
      if (reply === null) return;
      statuses[reply.status] = (statuses[reply.status] ?? 0) + 1;
      if (operation.method === 'DELETE' && reply.status < 300) sinceRenewal = renewAfter;
      const fault = faultOfReply(world.document, operation, reply);
      if (fault === null) return;
      const defect = reply.status >= 500 ? `\n${world.lastDefect().slice(0, 1_500)}` : '';
      throw new Error(`${fault}${defect}`);
    });
    const numRuns = Math.ceil(options.requests / operations.length);
    const found = await fc.check(property, { numRuns, seed: options.seed + at });
    if (!found.failed) continue;
    const [request] = found.counterexample ?? [];
    faults.push(
      [
        `${operation.operationId} (seed ${found.seed}, path ${found.counterexamplePath})`,
        fc.stringify(request).slice(0, LONGEST_SHOWN),
        String(found.errorInstance).slice(0, 2_000),
      ].join('\n'),
    );
  }
  return { sent, statuses, faults };
}

/** The server may refuse a large body before all of it is sent: then only the connection ends. */
async function answerTo(world: FuzzWorld, request: SentRequest): Promise<ReceivedReply | null> {
  const reply = await world.client.send(request);
  if (reply !== null) return reply;
  const again = await world.client.send(request);
  if (again === null && (request.body?.length ?? 0) < 10_000) throw new Error('closed without a reply');
  return again;
}

function toRequest(
  world: FuzzWorld,
  operation: Operation,
  drawn: HostileRequest,
  number: number,
): SentRequest {
  const body = drawn.body === null ? null : bytesOf(drawn.body, sampleBody(operation, world.ids()));
  const path = pathOf(addressFor(world, operation, drawn.id), drawn.form);
  const query = drawn.query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  return {
    method: operation.method,
    path: `${path}${query === '' ? '' : `?${query}`}`.slice(0, LONGEST_PATH),
    headers: {
      // A different client each time, so that no request reaches the limit of an address.
      'x-forwarded-for': `198.${18 + ((number >> 16) & 1)}.${(number >> 8) & 255}.${number & 255}`,
      ...world.headersOf(drawn.sender),
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      ...drawn.headers,
    },
    body,
  };
}

function addressFor(world: FuzzWorld, operation: Operation, id: string | null): string {
  const path = id === null ? addressOf(operation, world.ids()) : operation.path;
  return path.replaceAll(/\{\w+\}/g, () => encoded(id ?? newId()) || 'x');
}

function pathOf(path: string, form: HostileRequest['form']): string {
  if (form === 'without its slash') return path.replace(/\/$/, '');
  return form === 'underscored' ? path.replaceAll(/(?<=[a-z])-(?=[a-z])/g, '_') : path;
}

function encoded(text: string): string {
  return encodeURIComponent(text.slice(0, 3_000).toWellFormed());
}

function bytesOf(recipe: BodyRecipe, sample: unknown): Buffer {
  const text = JSON.stringify(sample ?? {});
  switch (recipe.kind) {
    case 'sample':
      return Buffer.from(text);
    case 'fields':
      return Buffer.from(JSON.stringify({ ...(sample as object), ...recipe.fields }));
    case 'json':
      return Buffer.from(JSON.stringify(recipe.value) ?? '');
    case 'spoilt':
      return Buffer.from(
        `${text.slice(0, recipe.at % text.length)}${recipe.put}${text.slice((recipe.at % text.length) + recipe.cut)}`,
      );
    case 'bytes':
      return Buffer.from(recipe.bytes);
    case 'odd':
      return ODD_BODIES[recipe.name]?.() ?? Buffer.alloc(0);
    default:
      return recipe satisfies never;
  }
}
