import type { Command } from 'commander';
import type { Database } from '../../../backend/database.ts';
import { noSuchRemovals } from '../../../backend/removals/decide-removals.ts';
import {
  countHeldOrders,
  findHeldRemoval,
  type HeldOrder,
  type HeldRemovalRow,
  listHeldOrders,
  listHeldRemovals,
} from '../../../backend/removals/held-removal-list.ts';
import { removalDaysInput, removalNoteInput } from '../../../contract/removals.ts';
import { approve, reject } from '../../../tasks/decide-removals.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { countOf, renderTable } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface ListGiven {
  readonly configuration?: string;
  readonly all?: boolean;
  readonly json?: boolean;
}

interface NamedGiven {
  readonly name: string;
  readonly json?: boolean;
}

interface DecideGiven extends NamedGiven {
  readonly digest: string;
  readonly note?: string;
  readonly days?: string;
}

/** More lists or orders than a person reads at a terminal. The API has all, in pages. */
const MOST = 1000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** The shortest beginning of a digest that names a list. */
const DIGEST = /^[\da-f]{12,64}$/;

export function addRemovals(program: Command, act: Act): void {
  const group = program
    .command('removals')
    .description('Removals that the removal guard holds: list, approve and reject them.');
  group
    .command('list')
    .description('Lists of held removals, newest first.')
    .option('--configuration <name>', 'of this configuration only, by id or name')
    .option('--all', 'those that expired or were carried out as well')
    .option('--json', 'print it as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('show <id>')
    .description('One list with its orders and tickets, and its digest.')
    .option('--json', 'print it as JSON')
    .action(named(act<NamedGiven>(runShow)));
  group
    .command('approve <id>')
    .description('Approve exactly this list; the next execution removes its rows.')
    .requiredOption('--digest <digest>', 'the digest of the list as you saw it, or its first 12 characters')
    .option('--note <text>', 'the reason')
    .option('--json', 'print it as JSON')
    .action(named(act<DecideGiven>(runApprove)));
  group
    .command('reject <id>')
    .description('Reject this list; its rows stay for some days.')
    .requiredOption('--digest <digest>', 'the digest of the list as you saw it, or its first 12 characters')
    .option('--note <text>', 'the reason')
    .option('--days <number>', 'how many days the rows stay', '7')
    .option('--json', 'print it as JSON')
    .action(named(act<DecideGiven>(runReject)));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const configuration =
      given.configuration === undefined ? null : await requireConfigurationId(db, given.configuration);
    const filter = { configuration, state: given.all === true ? 'all' : 'open' } as const;
    const rows = await listHeldRemovals(db, filter, MOST, 0);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, rows);
    else printLine(out, rows.length === 0 ? 'Nothing is held.' : listTable(rows, session.settings.timezone));
    return 0;
  });
}

async function runShow(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const list = await requireList(db, name);
    const orders = await listHeldOrders(db, list.id, MOST, 0);
    const { out } = session.terminal;
    if (json === true) {
      printJson(out, { ...list, held_orders: orders });
      return 0;
    }
    printLine(out, listTable([list], session.settings.timezone));
    printLine(out, orderTable(orders));
    const count = await countHeldOrders(db, list.id);
    if (count > orders.length) printLine(out, `… and ${count - orders.length} more; the API has them all`);
    const money = list.money.map(({ currency, total }) => `${currency} ${amountOf(total)}`).join(', ');
    printLine(out, `Money of these orders: ${money === '' ? 'none' : money}.`);
    printLine(out, `Digest: ${list.digest}`);
    return 0;
  });
}

async function runApprove(session: Session, given: DecideGiven): Promise<number> {
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const decision = await decisionOf(db, given);
    const deps = { db, now, maxRetries: session.settings.maxRetries };
    const started = await approve(deps, given.name, decision);
    await noteInAudit(db, 'removals.approve', given.name, { digest: decision.digest });
    const { out } = session.terminal;
    if (given.json === true) printJson(out, { ...(await requireList(db, given.name)), started });
    else if (started === null) printLine(out, 'Approved. The next execution removes the rows of the list.');
    else
      printLine(
        out,
        `Approved. The execution ${started} removes the rows; a running service carries it out.`,
      );
    return 0;
  });
}

async function runReject(session: Session, given: DecideGiven): Promise<number> {
  const days = removalDaysInput.safeParse(Number(given.days));
  if (!days.success) throw invalidOptions('--days must be a whole number from 1 to 365.');
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const decision = await decisionOf(db, given);
    await reject({ db, now }, given.name, { ...decision, days: days.data });
    await noteInAudit(db, 'removals.reject', given.name, { digest: decision.digest });
    const list = await requireList(db, given.name);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, list);
    else printLine(out, `Rejected. The rows stay until ${untilOf(list, session.settings.timezone)}.`);
    return 0;
  });
}

async function requireList(db: Database, id: string): Promise<HeldRemovalRow> {
  if (!UUID.test(id)) throw invalidOptions('The list of removals must be an id.');
  const list = await findHeldRemoval(db, id);
  if (list === null) throw noSuchRemovals();
  return list;
}

async function decisionOf(db: Database, { name, digest, note }: DecideGiven) {
  if (!DIGEST.test(digest)) throw invalidOptions('--digest must have 12 to 64 hexadecimal digits.');
  const reason = removalNoteInput.optional().safeParse(note);
  if (!reason.success) throw invalidOptions('The note must have 1 to 1000 characters.');
  const list = await requireList(db, name);
  // A digest that does not begin like this stays as it was given, so that the decision is refused.
  return {
    digest: list.digest.startsWith(digest) ? list.digest : digest,
    note: reason.data ?? null,
    by: null,
  };
}

function listTable(rows: readonly HeldRemovalRow[], timezone: string): string {
  return renderTable(
    ['id', 'configuration', 'state', 'orders', 'tickets', 'since', 'until', 'digest'].map((title) => ({
      title,
    })),
    rows.map((row) => [
      row.id,
      row.configuration_name,
      row.state === 'done' ? `done: ${row.removed} removed, ${row.returned} returned` : row.state,
      String(row.orders),
      String(row.tickets),
      showZonedTime(row.created_at, timezone),
      untilOf(row, timezone),
      row.digest.slice(0, 12),
    ]),
  );
}

function untilOf({ keeps_until, state }: HeldRemovalRow, timezone: string): string {
  return keeps_until === null || state !== 'rejected' ? '' : showZonedTime(keeps_until, timezone);
}

function orderTable(orders: readonly HeldOrder[]): string {
  return renderTable(
    ['order', 'person', 'status', 'amount', 'tickets', 'why'].map((title) => ({ title })),
    orders.map((order) => [
      order.number ?? (order.woo_order_id === null ? 'no order' : String(order.woo_order_id)),
      [order.first_name, order.last_name].filter((name) => name !== null).join(' '),
      order.status ?? '',
      order.total === null ? '' : `${order.currency} ${amountOf(order.total)}`,
      order.tickets.map(({ number, id }) => number ?? id.slice(0, 8)).join(', '),
      whyOf(order),
    ]),
  );
}

function whyOf({ is_gone, tickets }: HeldOrder): string {
  if (is_gone) return 'the order is no longer in this event';
  const ends = new Map<string, number>();
  for (const { becomes } of tickets) ends.set(becomes, (ends.get(becomes) ?? 0) + 1);
  return [...ends].map(([becomes, count]) => `${countOf(count, 'ticket')} would be ${becomes}`).join(', ');
}

function amountOf(total: string): string {
  return total.replace(/\.?0+$/, '');
}
