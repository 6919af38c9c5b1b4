import type { FastifyRequest } from 'fastify';
import {
  type AuditAction,
  type AuditedKind,
  auditedKind,
  isAuditAction,
} from '../../backend/audit/audit-actions.ts';
import { type AuditEntry, writeAudit } from '../../backend/audit/audit-records.ts';
import { changesBetween, readAuditedObject } from '../../backend/audit/audited-objects.ts';
import type { Queryable } from '../../backend/database.ts';
import type { Json } from '../../backend/tables/column-text.ts';
import { isPersonal } from '../../backend/tables/personal-columns.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';

const SECRET = /password|passphrase|secret|private_key|tls_key|token|one_time_code/i;
/** These names look like names of secrets, but the fields contain ids. */
const TOKEN_IDS: ReadonlySet<string> = new Set(['keep_tokens']);
/**
 * Notes that staff write about a person. An erasure removes them from the object, so the log must not keep
 * them.
 */
const OF_PERSONS: ReadonlySet<string> = new Set(['note']);
/**
 * For each kind of object, the table whose personal columns a request may contain. Their values are not kept in
 * the log.
 */
const TABLE_OF_PERSONS: Readonly<Partial<Record<AuditedKind, string>>> = { ticket: 'tickets' };
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HIDDEN = '***';
const MAX_TEXT = 500;
/** As many entries as the longest list in a request has. */
const MAX_MEMBERS = 1_000;
const MAX_NAME = 100;

/** An operation that the audit log records, and its objects before the change. */
export type AuditedCall = (request: FastifyRequest) => Promise<(result: unknown) => Promise<void>>;

/**
 * Records calls of an operation after they have succeeded: the user, the action, the request and the changes.
 * Null if the calls of the operation are not recorded.
 *
 * @throws bug if the audit log does not know the operation
 */
export function auditedCall(db: Queryable, { name, method, unaudited }: Endpoint): AuditedCall | null {
  if (method === 'GET' || unaudited === true) return null;
  if (!isAuditAction(name)) throw new Error(`the audit log has no action ${name}`);
  return async (request) => {
    const before = await readAuditedObject(db, name, idInPath(request));
    return async (result) => {
      const id = idInPath(request) ?? (hasId(result) ? result.id : null);
      const after = await readAuditedObject(db, name, id);
      await writeAudit(db, {
        ...entryOf(request, name, id),
        // The name that the person saw. A new object has its first name.
        objectName: before?.name ?? after?.name ?? null,
        changes: changesBetween(before, after),
      });
    };
  };
}

export function entryOf(request: FastifyRequest, action: AuditAction, objectId: string | null): AuditEntry {
  const { actor } = request;
  return {
    userId: actor.userId,
    userEmail: actor.email,
    tokenId: actor.kind === 'token' ? actor.id : null,
    action,
    objectId,
    sent: withoutSecrets(request.body ?? {}, hiddenIn(action)),
    address: request.ip,
    requestId: request.id,
  };
}

function idInPath({ params }: FastifyRequest): string | null {
  // A token of a user: the changed object is the token.
  if (hasTokenId(params)) return params.token_id;
  return hasId(params) ? params.id : null;
}

function hasId(value: unknown): value is { readonly id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function hasTokenId(value: unknown): value is { readonly token_id: string } {
  return (
    typeof value === 'object' && value !== null && 'token_id' in value && typeof value.token_id === 'string'
  );
}

type IsHidden = (name: string) => boolean;

/** The version of an attendee is made from personal values, so it is not kept. */
function hiddenIn(action: AuditAction): IsHidden {
  const kind = auditedKind(action);
  const table = kind === null ? undefined : TABLE_OF_PERSONS[kind];
  // The path of a receiver's address may contain a secret.
  const hidesAddress = kind === 'outbound_endpoint';
  return (name) =>
    SECRET.test(name) ||
    (hidesAddress && name === 'url') ||
    OF_PERSONS.has(name) ||
    (table !== undefined && (name === 'version' || isPersonal(table, name)));
}

/** Removes fields by their name, at any depth: a field with the name of a secret is not kept. */
function withoutSecrets(value: unknown, isHidden: IsHidden): Json {
  if (typeof value === 'string') return value.slice(0, MAX_TEXT);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null || value === undefined) return value ?? null;
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((one) => withoutSecrets(one, isHidden));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_MEMBERS)
      .map(([name, member]) => [
        name.slice(0, MAX_NAME),
        isHidden(name) && member !== null ? hidden(name, member) : withoutSecrets(member, isHidden),
      ]),
  );
}

/**
 * A refused request may contain a token in place of an id, so only values in the form of an id are recorded.
 */
function hidden(name: string, member: unknown): Json {
  if (!TOKEN_IDS.has(name) || !Array.isArray(member)) return HIDDEN;
  return member
    .slice(0, MAX_MEMBERS)
    .map((one: unknown) => (typeof one === 'string' && ID.test(one) ? one : HIDDEN));
}
