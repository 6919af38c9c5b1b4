import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { inTransaction, type Transaction } from '../../backend/database.ts';
import { ALL_IS_WRITTEN, countLosses, type Unwritten } from '../../backend/loader/valid-tickets.ts';
import { type Asked, findVanished, type Vanished } from '../../backend/loader/vanished-rows.ts';
import {
  describeRemovals,
  endOf,
  findOpenRemovals,
  type GuardBasis,
  type OpenRemovals,
  type RemovalCandidate,
  type RemovalRow,
} from '../../backend/removals/held-removal-records.ts';
import type { Excluded } from '../../source/totals.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import { exceedsLimit } from '../load/removal-guard.ts';
import type { EventSync } from '../model/event-sync.ts';
import type { Reading } from './reading.ts';

/** What the removal guard decides about the rows that a reading would remove. */
export interface Guarded {
  /** The rows that stay as they are: those that wait for a decision, and those of rejected lists. */
  readonly held: ReadonlySet<string>;
  /** The rows that wait for a decision. */
  readonly waiting: readonly RemovalRow[];
  /** true if some of them wait because a person rejected them before. */
  readonly afterRejection: boolean;
  readonly basis: GuardBasis;
  readonly approvedIds: readonly string[];
  /** The rows that the store lacks, or no longer admits, without those of approved lists. */
  readonly foundIds: readonly string[];
  /** What the proof leaves out on both sides, because it is held. */
  readonly excluded: Excluded;
  readonly counts: { readonly orders: number; readonly tickets: number };
  /** The moment at which it decided. */
  readonly now: Date;
}

/**
 * The removal guard holds removals if there are more than expected, because a half-restored store, or a wrong query of
 * ours, looks just like a mass cancellation. It decides after orders, money and refunds are written, and before any
 * removal is. A person then approves or rejects what it holds. Refunded rows are never held and do not count.
 */
export async function guardRemovals(
  { db, event, configuration, execution, note, now }: EventSync,
  reading: Reading,
  asked: Asked | null,
): Promise<Guarded> {
  const of = { eventId: event.id, configuration, isTargeted: execution.targets !== null };
  const guarded = await inTransaction(db, async (tx) => {
    const vanished = isNothing(asked) ? null : await findVanished(tx, event.id, reading.seen, asked);
    return await weighRemovals(tx, of, removalsOf(reading, vanished), asked, now());
  });
  if (guarded.waiting.length > 0) {
    await note('warn', 'removals are held until a person decides about them', countOf(guarded.waiting));
  }
  return guarded;
}

/** What a reading would remove or make invalid. */
interface Removals {
  readonly orderIds: readonly string[];
  /** The tickets, with the status that each of them would get, `trashed` or `gone`. */
  readonly tickets: ReadonlyMap<string, string>;
}

/** @param vanished null if the reading covered no row */
export function removalsOf(reading: Reading, vanished: Vanished | null): Removals {
  const tickets = new Map(reading.deferredTickets);
  if (vanished === null) return { orderIds: [], tickets };
  for (const id of [...vanished.tickets, ...reading.seen.vanishedTickets]) tickets.set(id, 'gone');
  return { orderIds: vanished.orders.map(({ id }) => id), tickets };
}

/**
 * Decides which of these removals the guard holds. It writes nothing.
 *
 * @param unwritten of a preview: what an execution would have written by now
 */
export async function weighRemovals(
  tx: Transaction,
  of: {
    readonly eventId: string;
    readonly configuration: Pick<Configuration, 'id' | 'maxRemovalPercent'>;
    readonly isTargeted: boolean;
  },
  { orderIds, tickets }: Removals,
  asked: Asked | null,
  at: Date,
  unwritten: Unwritten = ALL_IS_WRITTEN,
): Promise<Guarded> {
  const { configuration } = of;
  const candidates = await describeRemovals(tx, orderIds, tickets, unwritten);
  const open = await findOpenRemovals(tx, configuration.id, unwritten);
  const losses = await countLosses(tx, of.eventId, configuration.id, unwritten);
  const approved = open.filter(({ state }) => state === 'approved');
  const isApproved = new Set(rowsOf(approved).map(({ rowId }) => rowId));
  const isOver = ({ keepsUntil }: OpenRemovals): boolean => keepsUntil !== null && keepsUntil <= at;
  const keeps = new Set(
    rowsOf(open.filter((list) => list.state === 'rejected' && !isOver(list))).map((row) => endOf(row)),
  );
  const found = candidates.filter(({ rowId, isRefunded }) => !isRefunded && !isApproved.has(rowId));
  const kept = found.filter((row) => keeps.has(endOf(row)));
  const rest = found.filter((row) => !keeps.has(endOf(row)));
  // A rejection that is over is a question again, whatever the figures are by now.
  const asking = open.filter((list) => list.state === 'waiting' || isOver(list));
  // Rows that wait already and that this reading does not cover still wait.
  const isCovered = coverOf(asked);
  const met = new Set([...found.map(({ rowId }) => rowId), ...isApproved]);
  const unread = distinct(rowsOf(asking)).filter(
    (row) => !row.isRefunded && !met.has(row.rowId) && !keeps.has(endOf(row)) && !isCovered(row),
  );
  const all = [...rest, ...unread];
  const refunded = refundedOf(asking, new Set(all.map(({ rowId }) => rowId)));
  const basis = basisOf(losses, configuration.maxRemovalPercent, asking, refunded);
  const losing = all.filter(({ isValid }) => isValid).length;
  const exceeds = losing > 0 && exceedsLimit({ losing, ...basis }, Number(basis.maxPercent));
  const afterRejection = isRejectedBefore(all, asking, basis);
  const waiting = exceeds || afterRejection ? all : [];
  // The proof of named rows says nothing of the others.
  const proven = of.isTargeted ? waiting.filter((row) => met.has(row.rowId)) : waiting;
  const holding = [...proven, ...kept];
  const held = new Set([...waiting, ...kept].map(({ rowId }) => rowId));
  const counts = countOf(holding);
  return {
    held,
    waiting,
    afterRejection,
    basis,
    approvedIds: approved.map(({ id }) => id),
    foundIds: found.map(({ rowId }) => rowId),
    excluded: excludedBy(holding),
    counts,
    now: at,
  };
}

/** Whether a reading covered no row at all. */
export function isNothing(asked: Asked | null): boolean {
  return asked !== null && asked.wooOrderIds.length + asked.wooTicketIds.length === 0;
}

function rowsOf(lists: readonly OpenRemovals[]): readonly RemovalCandidate[] {
  return lists.flatMap(({ rows }) => rows);
}

function distinct(rows: readonly RemovalCandidate[]): readonly RemovalCandidate[] {
  return [...new Map(rows.map((row) => [row.rowId, row])).values()];
}

/** The tickets of these lists that were refunded after they were held. */
function refundedOf(lists: readonly OpenRemovals[], waiting: ReadonlySet<string>): number {
  const now = distinct(rowsOf(lists)).filter((row) => row.isRefunded && !waiting.has(row.rowId));
  return lists.reduce((sum, { refunded }) => sum + refunded, now.length);
}

/** Whether a person rejected some of these rows before and has not raised the limit since. */
function isRejectedBefore(
  rows: readonly RemovalRow[],
  asking: readonly OpenRemovals[],
  { maxPercent }: GuardBasis,
): boolean {
  const ids = new Set(rows.map(({ rowId }) => rowId));
  return asking
    .filter((list) => list.state === 'rejected' || list.afterRejection)
    .filter((list) => Number(maxPercent) <= Number(list.maxPercent))
    .some((list) => list.rows.some(({ rowId }) => ids.has(rowId)));
}

/** Whether a reading covered a row of a list. */
function coverOf(asked: Asked | null): (row: RemovalRow) => boolean {
  if (asked === null) return () => true;
  const [orders, tickets] = [new Set(asked.wooOrderIds), new Set(asked.wooTicketIds)];
  return ({ wooOrderId, wooTicketId }) =>
    (wooOrderId !== null && orders.has(wooOrderId)) || (wooTicketId !== null && tickets.has(wooTicketId));
}

/**
 * A list is compared with what was valid when it was held, so that it is not released by new sales or by the end of a
 * day, nor the rest of it by refunds of the others. A higher limit, which a person set, applies at once, to the same
 * figures.
 */
function basisOf(
  losses: Omit<GuardBasis, 'maxPercent'>,
  maxPercent: string,
  asking: readonly OpenRemovals[],
  refunded: number,
): GuardBasis {
  return {
    maxPercent,
    valid: Math.min(losses.valid, ...asking.map(({ valid }) => valid)),
    lostBefore: Math.max(losses.lostBefore, ...asking.map(({ lostBefore }) => lostBefore)) + refunded,
  };
}

function countOf(rows: readonly RemovalRow[]): { readonly orders: number; readonly tickets: number } {
  const tickets = rows.filter(({ kind }) => kind === 'ticket').length;
  return { orders: rows.length - tickets, tickets };
}

/** Tickets that do not exist in the store yet have no id there, so their whole order is left out. */
function excludedBy(rows: readonly RemovalRow[]): Excluded {
  const whole = rows.filter(({ kind, wooTicketId }) => kind === 'order' || wooTicketId === null);
  return {
    wooOrderIds: [...new Set(whole.flatMap(({ wooOrderId }) => wooOrderId ?? []))],
    wooTicketIds: rows.flatMap(({ wooTicketId }) => wooTicketId ?? []),
  };
}

const HELD_REMOVALS = 'held_removals';

/** What is held is in the backend and not in the store, so the proof never calls the two equal. */
export function heldProof({ counts }: Guarded, scope: ProofRow['scope']): readonly ProofRow[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([group, count]) => ({
      scope,
      subject: HELD_REMOVALS,
      group,
      measure: 'count',
      store: '0',
      backend: String(count),
      equal: false,
    }));
}

/** Whether the proof found a difference that is not held. */
export function differsBesidesHeld(proof: readonly ProofRow[]): boolean {
  return proof.some(({ equal, subject }) => !equal && subject !== HELD_REMOVALS);
}
