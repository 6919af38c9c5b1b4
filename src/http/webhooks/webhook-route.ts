import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OpenedWebhook } from '../../backend/credentials/webhook-records.ts';
import { WEBHOOKS_PATH } from '../../credentials/webhooks.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Loops } from '../../kernel/time/loops.ts';
import type { ApiDeps } from '../api-deps.ts';
import { noSuchPath } from '../errors/problem.ts';
import { type RateLimits, tooMany } from '../limits/rate-limits.ts';
import { createArrivalBook } from './arrivals.ts';
import { type BodyPlace, createBodyRoom, takingRoom } from './body-room.ts';
import { isPing, isSigned, readDelivery } from './delivery.ts';
import { createKnownWebhooks } from './known-webhooks.ts';
import { createWrongSenders } from './wrong-senders.ts';

/** The largest order of the field has 15 kB; one of a hundred tickets some 300 kB. @unit bytes */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;
/** A store sends from one address, to one delivery URL. */
const BODIES = {
  all: 16 * BODY_LIMIT_BYTES,
  perSet: 8 * BODY_LIMIT_BYTES,
  perAddress: 4 * BODY_LIMIT_BYTES,
} as const;
/** An HMAC-SHA256 in base64. */
const IS_SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
/** A ping is `webhook_id=` and a number. @unit bytes */
const PING_LIMIT_BYTES = 64;

export interface WebhookParts extends Pick<ApiDeps, 'db' | 'log' | 'secretKey'> {
  readonly loops: Loops;
  readonly limits: Pick<RateLimits, 'requireOpen' | 'refusalsPerMinute'>;
}

/**
 * Receives WooCommerce's webhooks. The address of a set of credentials is no right: a delivery counts if it is signed
 * with the secret of the set. It is answered as soon as the order that it names is kept, and it is used for nothing
 * else. The endpoint has no limit for right deliveries, because a store sends them all from one address; refused ones
 * are counted by address like all refused requests, and a sender of too many has no body read for a minute.
 */
export async function addWebhookRoute(server: FastifyInstance, parts: WebhookParts): Promise<void> {
  const { db, secretKey, limits } = parts;
  const known = createKnownWebhooks(db, secretKey);
  const book = createArrivalBook(parts);
  server.addHook('onClose', async () => await book.stop());
  const found = new WeakMap<FastifyRequest, OpenedWebhook>();
  const room = createBodyRoom(BODIES);
  const wrong = createWrongSenders(limits.refusalsPerMinute, () => performance.now());
  /** Of bodies whose length is not known before they have arrived. */
  const growing = new WeakMap<FastifyRequest, BodyPlace>();
  // The checks that need no body come before it is read.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { address } = request.params as { readonly address: string };
    const webhook = await known.find(address.toLowerCase()).catch((cause: unknown) => {
      // The sender is a stranger until the signature is checked, so the reason is only in the log.
      throw busy(cause);
    });
    if (webhook === null) throw noSuchPath();
    found.set(request, webhook);
    const bytes = Number(request.headers['content-length'] ?? Number.NaN);
    const signature = signatureOf(request);
    if (signature === null) {
      if (!(bytes <= PING_LIMIT_BYTES)) throw refused(webhook);
      await limits.requireOpen('webhooks.ping', request);
    } else if (!IS_SIGNATURE.test(signature)) {
      throw refused(webhook);
    }
    const waitSeconds = signature === null ? null : wrong.waitOf(webhook.credentialsId, request.ip);
    if (waitSeconds !== null) {
      book.noteRefused(webhook.credentialsId);
      throw tooMany(waitSeconds);
    }
    const place = room.place(webhook.credentialsId, request.ip);
    // Emitted when the reply is sent, and when the connection breaks before.
    reply.raw.once('close', () => place.free());
    if (Number.isNaN(bytes)) growing.set(request, place);
    else if (!place.take(Math.min(bytes, BODY_LIMIT_BYTES))) throw busy();
  };
  const refused = ({ credentialsId }: OpenedWebhook): AppError => {
    book.noteRefused(credentialsId);
    return new AppError({
      code: 'webhook.bad-signature',
      message: 'The delivery does not have the expected signature.',
    });
  };
  const receive = async (webhook: OpenedWebhook, request: FastifyRequest): Promise<void> => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { credentialsId, secret } = webhook;
    const signature = signatureOf(request);
    if (signature === null) {
      if (!isPing(body)) throw refused(webhook);
      return book.notePing(credentialsId);
    }
    if (!isSigned(secret, body, signature)) {
      wrong.noteWrong(credentialsId, request.ip);
      throw refused(webhook);
    }
    wrong.noteRight(credentialsId, request.ip);
    const topic = headerOf(request, 'x-wc-webhook-topic');
    const order = readDelivery(topic, body);
    if (topic === null || order === null) return book.noteOther(credentialsId, topic);
    await book.announce(credentialsId, topic, order);
  };

  await server.register(async (scope) => {
    // The signature is that of the bytes, so they are not parsed before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method: 'POST',
      url: `${WEBHOOKS_PATH}:address/`,
      bodyLimit: BODY_LIMIT_BYTES,
      onRequest,
      preParsing: (request, _reply, payload, done) => {
        const place = growing.get(request);
        done(null, place === undefined ? payload : payload.pipe(takingRoom(place, busy)));
      },
      handler: async (request, reply) => {
        const webhook = found.get(request);
        if (webhook === undefined) throw noSuchPath();
        await receive(webhook, request);
        // A webhook cannot be saved if its ping gets another status.
        return await reply.code(200).header('cache-control', 'no-store').send();
      },
    });
  });
}

function signatureOf(request: FastifyRequest): string | null {
  return headerOf(request, 'x-wc-webhook-signature');
}

function headerOf({ headers }: FastifyRequest, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function busy(cause?: unknown): AppError {
  return new AppError({
    code: 'webhook.busy',
    message: 'Deliveries cannot be received now. Try again in a few seconds.',
    details: { retryAfterSeconds: 5 },
    cause,
  });
}
