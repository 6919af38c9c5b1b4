import type { Command } from 'commander';
import { z } from 'zod';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import {
  deletePayout,
  listPayouts,
  recordPayout,
  requirePayout,
} from '../../../backend/settlement/payout-records.ts';
import {
  currencyInput,
  dayInput,
  payoutAmountInput,
  payoutReferenceInput,
} from '../../../contract/ticketing/statements.ts';
import { requireAmount } from '../../../statements/payout-amount.ts';
import { shownPayout } from '../../../statements/shown-statement.ts';
import { type Act, named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireEditedId } from '../../options/named-object.ts';
import { fieldOption, invalidOptions, parseOptions } from '../../options/options.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';
import { payoutsTable } from './statement-tables.ts';

interface ListGiven {
  readonly event?: string;
  readonly json?: boolean;
}

interface AddGiven {
  readonly event: string;
  readonly currency: string;
  readonly amount: string;
  readonly on: string;
  readonly reference?: string;
  readonly json?: boolean;
}

interface DeleteGiven {
  readonly name: string;
}

const MOST = 1000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const PAYOUT = z.object({
  currency: fieldOption(currencyInput, 'must be a currency like CLP'),
  amount: fieldOption(payoutAmountInput, 'must be an amount like 250000 or 99.50, and not 0'),
  on: fieldOption(dayInput, 'must be a day like 2026-03-31'),
  reference: fieldOption(payoutReferenceInput).optional(),
});

export function addPayouts(program: Command, act: Act): void {
  const group = program
    .command('payouts')
    .description('Payouts to organizers: list, record and delete them.');
  group
    .command('list')
    .description('Payouts, the newest first, and the statements that contain them.')
    .option('--event <id>', 'of this event only, by the beginning of its id')
    .option('--json', 'print it as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('add')
    .description('Record that money was paid to the organizer of an event.')
    .requiredOption('--event <id>', 'the event, by the beginning of its id')
    .requiredOption('--currency <currency>', 'the currency, such as CLP')
    .requiredOption('--amount <amount>', 'the amount; negative if the organizer paid it back')
    .requiredOption('--on <day>', 'the day, such as 2026-03-31')
    .option('--reference <text>', 'the number of the transfer, for example; no personal data')
    .option('--json', 'print it as JSON')
    .action(act<AddGiven>(runAdd));
  group
    .command('delete <id>')
    .description('Delete a payout that was recorded by mistake; one in a closed statement stays.')
    .action(named(act<DeleteGiven>(runDelete)));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const event = given.event === undefined ? null : await requireEditedId(db, 'events', given.event);
    const rows = (await listPayouts(db, { event, organizer: null, currency: null }, MOST, 0)).map(
      shownPayout,
    );
    const { out } = session.terminal;
    if (given.json === true) printJson(out, rows);
    else printLine(out, rows.length === 0 ? 'No payout is recorded.' : payoutsTable(rows));
    return 0;
  });
}

async function runAdd(session: Session, { event: named, json, ...given }: AddGiven): Promise<number> {
  const { currency, amount, on, reference = null } = parseOptions(PAYOUT, given);
  requireAmount(amount, currency);
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const event = await requireEditedId(db, 'events', named);
    const recorded = { event, currency, amount, paidOn: on, reference, by: null, now: now() };
    const id = await recordPayout(db, recorded);
    await noteInAudit(db, 'payouts.create', id, { event, currency, amount, paid_on: on, reference });
    const payout = shownPayout(await requirePayout(db, id));
    const { out } = session.terminal;
    if (json === true) printJson(out, payout);
    else
      printLine(out, `Recorded the payout ${id}: ${currency} ${payout.amount} to ${payout.organizer_name}.`);
    return 0;
  });
}

async function runDelete(session: Session, { name }: DeleteGiven): Promise<number> {
  if (!UUID.test(name)) throw invalidOptions('The payout must be an id.');
  return await withBackend(session, async ({ db }) => {
    const before = await readAuditedObject(db, 'payouts.delete', name);
    await deletePayout(db, name);
    await noteInAudit(db, 'payouts.delete', name, {}, before);
    printLine(session.terminal.out, 'Deleted the payout.');
    return 0;
  });
}
