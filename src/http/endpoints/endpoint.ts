import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Role } from '../../vocabulary/people.ts';
import type { Actor } from '../auth/actor.ts';
import { parseBody, parseParams, parseQuery } from './parse-request.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request that passed the access checks and is not parsed yet. */
interface RawCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly actor: Actor;
}

/** A request as its endpoint receives it: parsed, and from a known sender. */
export interface Call<Params, Query, Body> extends RawCall {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

interface Facts {
  readonly method: Method;
  /** Ends with a slash. Ids are written as `:id`. Other forms of the path are accepted as well. */
  readonly path: string;
  /** For example `configurations.trigger`. This names the operation in OpenAPI and in the audit log. */
  readonly name: string;
  readonly summary: string;
  /** `public` means that no sign-in is needed. Otherwise it is the lowest role that may use this operation. */
  readonly access: 'public' | Role;
  /** The lowest role that may know that this exists; others get 404. By default viewer. */
  readonly visibleTo?: Role;
  /**
   * true if the operation changes an account, a password or tokens. Then it requires a session and refuses API
   * tokens.
   */
  readonly sessionOnly?: boolean;
  /** true if users who must set up a second factor first may use the operation as well. */
  readonly beforeSecondFactor?: boolean;
  readonly status?: 200 | 201 | 202 | 204;
  /** true if the operation may be refused because of the state of an object. */
  readonly conflicts?: boolean;
  /** true if the operation queries a store or a queue, which may be unreachable. */
  readonly reachesOut?: boolean;
  /**
   * The maximum size of a body. By default 64 kB, or 8 kB if no sign-in is needed.
   *
   * @unit bytes
   */
  readonly bodyLimitBytes?: number;
  /** true if the operation opens or seals a secret of the backend, for which the secret key may be missing. */
  readonly opensSecrets?: boolean;
  /** A rate limit of its own, in addition to the 300 requests a minute. */
  readonly limit?: 'connection-test';
  /**
   * For an operation that needs no sign-in: returns the sender, as far as it is known before the body is read,
   * or null. The sender is counted only when the sender's address is over its limit, so that others at the same
   * address do not block it.
   */
  readonly countedApart?: (request: FastifyRequest) => Promise<string | null>;
  /** true if a repeated request with the same `Idempotency-Key` gets the first reply. */
  readonly idempotent?: boolean;
  /** true to remove the browser's cookies, even if their session has already ended. */
  readonly endsSession?: boolean;
  /** The media types of the file that the operation sends; absent if it sends none. */
  readonly files?: readonly string[];
  /** true for a stream that ends: a client that has read all of it gets 204. */
  readonly ends?: boolean;
  /**
   * The address of the object in the result, for the header `Location` of the first reply and of each replay.
   */
  readonly location?: (request: FastifyRequest, result: unknown) => string;
  /** true if a position that its query names may have been removed since. */
  readonly expires?: boolean;
  /** true if its body may name an object that does not exist. */
  readonly looksUp?: boolean;
  /**
   * true to refuse, by its name, a field of the reply that cannot be written. By default such a field is
   * ignored.
   */
  readonly refusesReadOnly?: boolean;
  /** true if the operation writes nothing that needs an entry in the audit log, though it is not a GET. */
  readonly unaudited?: boolean;
}

interface Definition<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Reply extends z.ZodType,
> extends Facts {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly reply?: Reply;
  readonly handle: (call: Call<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<z.input<Reply>>;
}

/** One operation of the API, with the schemas from which validation, serialisation and OpenAPI are made. */
export interface Endpoint extends Facts {
  readonly params: z.ZodType | null;
  readonly query: z.ZodType;
  readonly body: z.ZodType | null;
  readonly reply: z.ZodType | null;
  /** true if its handler writes the reply itself: server-sent events, or a file. */
  readonly streams: boolean;
  /**
   * Parses the request, runs the operation, and sends the part of the result that the reply's schema
   * contains.
   */
  run(call: RawCall): Promise<unknown>;
}

const NOTHING = z.strictObject({});

export function defineEndpoint<
  Params extends z.ZodType = z.ZodObject,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodUndefined,
  Reply extends z.ZodType = z.ZodVoid,
>(definition: Definition<Params, Query, Body, Reply>): Endpoint {
  const { params, query, body, reply, handle, ...facts } = definition;
  const readOnly = new Set([...keysOf(reply)].filter((key) => !keysOf(body).has(key)));
  return {
    ...facts,
    params: params ?? null,
    query: query ?? NOTHING,
    body: body ?? null,
    reply: reply ?? null,
    streams: false,
    async run(call) {
      const { request } = call;
      const result = await handle({
        ...call,
        params: (params === undefined ? {} : parseParams(params, request.params)) as z.output<Params>,
        query: parseQuery(query ?? NOTHING, request.query) as z.output<Query>,
        body: (body === undefined
          ? undefined
          : parseBody(body, readOnly, request.body, facts.refusesReadOnly)) as z.output<Body>,
      });
      // Only fields of the schema are sent.
      return reply === undefined ? undefined : reply.parse(result);
    },
  };
}

/** An operation whose handler keeps the connection open and writes to it by itself. */
export function defineStream<Query extends z.ZodType, Params extends z.ZodType = z.ZodObject>(
  definition: Facts & {
    readonly params?: Params;
    readonly query: Query;
    readonly handle: (call: Call<z.output<Params>, z.output<Query>, undefined>) => Promise<void>;
  },
): Endpoint {
  const { params, query, handle, ...facts } = definition;
  return {
    ...facts,
    params: params ?? null,
    query,
    body: null,
    reply: null,
    streams: true,
    async run(call) {
      const { request } = call;
      await handle({
        ...call,
        params: (params === undefined ? {} : parseParams(params, request.params)) as z.output<Params>,
        query: parseQuery(query, request.query),
        body: undefined,
      });
    },
  };
}

/** A reply that a browser saves under this name. */
export interface FileReply {
  readonly name: string;
  readonly type: string;
  readonly content: Readable | Buffer;
}

/** An operation whose reply is a file. */
export function defineFile<Params extends z.ZodType, Query extends z.ZodType>(
  definition: Facts & {
    readonly files: readonly string[];
    readonly params: Params;
    readonly query: Query;
    readonly handle: (call: Call<z.output<Params>, z.output<Query>, undefined>) => Promise<FileReply>;
  },
): Endpoint {
  const { params, query, handle, ...facts } = definition;
  return {
    ...facts,
    params,
    query,
    body: null,
    reply: null,
    streams: false,
    run: async (call) =>
      await handle({
        ...call,
        params: parseParams(params, call.request.params),
        query: parseQuery(query, call.request.query),
        body: undefined,
      }),
  };
}

function keysOf(shape: z.ZodType | undefined): ReadonlySet<string> {
  return new Set(shape instanceof z.ZodObject ? Object.keys(shape.shape) : []);
}
