import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../auth/actor.ts';
import { varyBy } from '../errors/vary.ts';
import type { Endpoint, FileReply } from './endpoint.ts';

/** Shorter replies fit into a packet anyway. @unit bytes */
const LEAST_COMPRESSED_BYTES = 1_024;
/** Level 4 of brotli costs as much CPU as gzip, and its replies are shorter. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const COMPRESS = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;
type Coding = keyof typeof COMPRESS;

/** Sends the result of an operation. Only replies to GET have an entity tag and are compressed. */
export async function sendResult(
  request: FastifyRequest,
  reply: FastifyReply,
  endpoint: Endpoint,
  result: unknown,
): Promise<FastifyReply> {
  reply.code(endpoint.status ?? 200).header('cache-control', 'no-store');
  if (endpoint.files !== undefined) {
    const { name, type, content } = result as FileReply;
    return reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(content);
  }
  if (endpoint.reply === null) return reply.send();
  const body = JSON.stringify(result);
  // Other replies may contain a secret that is shown only once.
  if (endpoint.method !== 'GET') return reply.type('application/json; charset=utf-8').send(body);
  varyBy(reply, 'Accept-Language', 'Authorization', 'Cookie');
  return await sendJson(request, reply, body, mayCompress(request));
}

/**
 * Sends JSON that is read again and again. The tag is that of the text which this caller would get now, after the checks
 * of access and with personal data masked, so a tag of another user's reply is just one that does not match.
 */
export async function sendJson(
  request: FastifyRequest,
  reply: FastifyReply,
  body: string | Buffer,
  isCompressible: boolean,
): Promise<FastifyReply> {
  varyBy(reply, 'Accept-Encoding');
  const tag = tagOf(body);
  reply.header('etag', tag);
  if (matches(request.headers['if-none-match'], tag)) return reply.code(304).send();
  reply.type('application/json; charset=utf-8');
  const coding = isCompressible ? codingFor(request.headers['accept-encoding']) : null;
  if (coding === null || Buffer.byteLength(body) < LEAST_COMPRESSED_BYTES) return reply.send(body);
  const compressed = coding === 'br' ? await COMPRESS.br(body, BROTLI) : await COMPRESS.gzip(body);
  return reply.header('content-encoding', coding).send(compressed);
}

/**
 * The length of a compressed reply shows what its parts have in common. Browsers attach cookies to requests that pages of
 * other sites make, so such a page could vary a parameter and learn the rest of the reply (BREACH). It cannot send
 * a token, and it cannot set `Sec-Fetch-Site`.
 */
function mayCompress({ actor, headers }: FastifyRequest): boolean {
  const kind: Actor['kind'] = actor.kind;
  return kind !== 'session' || headers['sec-fetch-site'] === 'same-origin';
}

/** A weak tag, because the same text is sent in several codings. */
function tagOf(body: string | Buffer): string {
  return `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
}

function matches(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const opaque = (one: string): string => one.trim().replace(/^W\//, '');
  return header.trim() === '*' || header.split(',').some((one) => opaque(one) === opaque(tag));
}

/** The coding that the client prefers; brotli if it accepts both alike. */
export function codingFor(header: string | readonly string[] | undefined): Coding | null {
  const weights = new Map<string, number>();
  for (const part of String(header ?? '').split(',')) {
    const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const weightOf = (name: Coding): number => weights.get(name) ?? weights.get('*') ?? 0;
  const [br, zipped, plain] = [weightOf('br'), weightOf('gzip'), weights.get('identity') ?? 0];
  if (Math.max(br, zipped) === 0 || plain > Math.max(br, zipped)) return null;
  return br >= zipped ? 'br' : 'gzip';
}
