import type { Command } from 'commander';
import { z } from 'zod';
import { readAuditedObject } from '../../../backend/audit/audited-objects.ts';
import {
  countDeliveries,
  listDeliveries,
  requireDeliveries,
} from '../../../backend/outbound/delivery-log.ts';
import { replayDeliveries } from '../../../backend/outbound/delivery-records.ts';
import {
  changeEndpoint,
  getEndpoint,
  listEndpoints,
  removeEndpoint,
} from '../../../backend/outbound/endpoint-records.ts';
import { deliveryQuery, rotateSecretBody } from '../../../contract/outbound.ts';
import { toInstant } from '../../../kernel/time/instants.ts';
import { addEndpoint, rotateEndpointSecret } from '../../../tasks/outbound/endpoints.ts';
import { SECRET_OVERLAP_HOURS } from '../../../vocabulary/outbound.ts';
import { type Act, named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { fieldOption, parseOptions, wholeNumber, wholeNumberOption } from '../../options/options.ts';
import { countOf } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';
import {
  changesFrom,
  type Filters,
  newSettingsFrom,
  replayFrom,
  requireEndpointId,
} from './outbound-options.ts';
import { deliveriesTable, endpointLines, endpointsTable } from './outbound-show.ts';

interface Named {
  readonly name: string;
  readonly json?: boolean;
}

type AddGiven = Named & Filters & { readonly url: string };
type ChangeGiven = Named &
  Filters & { readonly url?: string; readonly rename?: string; readonly state?: string };
type RotateGiven = Named & { readonly overlapHours?: string };
type LogGiven = Named & { readonly status?: string; readonly limit?: string };
type ReplayGiven = Named & { readonly delivery?: string; readonly from?: string; readonly until?: string };

/** More endpoints than a person reads at a terminal. The API has all. */
const MOST = 1000;
const LOG_LIMIT = 50;

export function addOutbound(program: Command, act: Act): void {
  const group = program
    .command('outbound')
    .description('Endpoints of other systems that get changes: add, show, change, log, replay.');
  group
    .command('list')
    .description('All endpoints, with what waits and how their receivers answered last.')
    .option('--json', 'print them as JSON')
    .action(act<Named>(runList));
  group
    .command('show <name>')
    .description('One endpoint, by its name or the beginning of its id.')
    .option('--json', 'print it as JSON')
    .action(named(act<Named>(runShow)));
  withFilters(group.command('add <name>').description('Send changes to an address from now on.'))
    .requiredOption('--url <address>', 'the address, with http or https')
    .option('--json', 'print it as JSON')
    .action(named(act<AddGiven>(runAdd)));
  withFilters(group.command('change <name>').description('Change an endpoint, pause it, or resume it.'))
    .option('--rename <name>', 'call it otherwise')
    .option('--url <address>', 'the address, with http or https')
    .option('--state <state>', 'active or paused')
    .option('--no-kind', 'send all kinds')
    .option('--no-organizer', 'send the changes of all organizers')
    .option('--no-event', 'send the changes of all events')
    .option('--json', 'print it as JSON')
    .action(named(act<ChangeGiven>(runChange)));
  group
    .command('rotate-secret <name>')
    .description('Make a new secret and print it once. The one before signs as well for a while.')
    .option('--overlap-hours <hours>', `for how long, 0 to 168; by default ${SECRET_OVERLAP_HOURS}`)
    .option('--json', 'print the endpoint with its secret as JSON')
    .action(named(act<RotateGiven>(runRotate)));
  group
    .command('log <name>')
    .description('The messages of an endpoint, the newest first.')
    .option('--status <status>', 'waiting, delivered or given_up')
    .option('--limit <number>', `maximum number of messages; by default ${LOG_LIMIT}`)
    .option('--json', 'print them as JSON')
    .action(named(act<LogGiven>(runLog)));
  group
    .command('replay <name>')
    .description('Send messages again: those named, or those of the changes of a span of time.')
    .option('--delivery <ids>', 'ids from the log, with commas')
    .option('--from <time>', 'changes from this time on, such as 2026-03-01T12:00; TIME_ZONE without a zone')
    .option('--until <time>', 'changes before this time')
    .option('--json', 'print how many as JSON')
    .action(named(act<ReplayGiven>(runReplay)));
  group
    .command('delete <name>')
    .description('Remove an endpoint with its log. Messages that wait are not sent.')
    .action(named(act<Named>(runDelete)));
}

function withFilters(command: Command): Command {
  return command
    .option('--kind <kinds>', 'only kinds such as order.created or order.*, with commas')
    .option('--organizer <ids>', 'only of organizers with these ids, with commas')
    .option('--event <ids>', 'only of events with these ids, with commas');
}

async function runList(session: Session, { json }: Named): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const rows = await listEndpoints(db, MOST, 0);
    const { out } = session.terminal;
    if (json === true) printJson(out, rows);
    else if (rows.length === 0) printLine(out, 'There is no endpoint for outbound events.');
    else printLine(out, endpointsTable(rows, session.settings.timezone));
    return 0;
  });
}

async function runShow(session: Session, { name, json }: Named): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const endpoint = await getEndpoint(db, await requireEndpointId(db, name));
    const { out } = session.terminal;
    if (json === true) printJson(out, endpoint);
    else for (const line of endpointLines(endpoint, session.settings.timezone)) printLine(out, line);
    return 0;
  });
}

async function runAdd(session: Session, given: AddGiven): Promise<number> {
  const settings = newSettingsFrom(given);
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const { id, secret } = await addEndpoint(
      { db, secretKey: async () => await session.secretKey(), now },
      settings,
    );
    const { url: _, ...noted } = settings;
    await noteInAudit(db, 'outbound-endpoints.create', id, noted);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, { ...(await getEndpoint(db, id)), secret });
    else {
      printLine(out, `Added the endpoint "${settings.name}". It gets the changes from now on.`);
      printSecret(session, secret);
    }
    return 0;
  });
}

async function runChange(session: Session, given: ChangeGiven): Promise<number> {
  const changes = changesFrom(given);
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const id = await requireEndpointId(db, given.name);
    const before = await readAuditedObject(db, 'outbound-endpoints.change', id);
    await changeEndpoint(db, id, changes, now());
    await noteInAudit(db, 'outbound-endpoints.change', id, {}, before);
    const endpoint = await getEndpoint(db, id);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, endpoint);
    else for (const line of endpointLines(endpoint, session.settings.timezone)) printLine(out, line);
    return 0;
  });
}

async function runRotate(session: Session, { name, overlapHours, json }: RotateGiven): Promise<number> {
  const { overlapHours: hours = SECRET_OVERLAP_HOURS } = parseOptions(
    z.object({ overlapHours: wholeNumberOption(rotateSecretBody.shape.overlap_hours).optional() }),
    { overlapHours },
  );
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const id = await requireEndpointId(db, name);
    const { secret } = await rotateEndpointSecret(
      { db, secretKey: async () => await session.secretKey(), now },
      id,
      hours,
    );
    await noteInAudit(db, 'outbound-endpoints.rotate-secret', id, { overlap_hours: hours });
    const { out } = session.terminal;
    if (json === true) printJson(out, { ...(await getEndpoint(db, id)), secret });
    else {
      printLine(
        out,
        hours === 0
          ? 'Made a new secret.'
          : `Made a new secret. The one before signs as well for ${countOf(hours, 'hour')}.`,
      );
      printSecret(session, secret);
    }
    return 0;
  });
}

async function runLog(session: Session, { name, json, ...given }: LogGiven): Promise<number> {
  const { status = null, limit = LOG_LIMIT } = parseOptions(
    z.object({
      status: fieldOption(
        deliveryQuery.shape.status.unwrap(),
        'must be waiting, delivered or given_up',
      ).optional(),
      limit: wholeNumber(1, MOST).optional(),
    }),
    given,
  );
  return await withBackend(session, async ({ db }) => {
    const filter = { endpointId: await requireEndpointId(db, name), status };
    const rows = await listDeliveries(db, filter, limit, 0);
    const { out } = session.terminal;
    if (json === true) {
      printJson(out, rows);
      return 0;
    }
    printLine(
      out,
      rows.length === 0 ? 'The log has no such message.' : deliveriesTable(rows, session.settings.timezone),
    );
    const count = await countDeliveries(db, filter);
    if (count > rows.length) printLine(out, `… and ${countOf(count - rows.length, 'older message')}`);
    return 0;
  });
}

async function runReplay(session: Session, { name, json, ...given }: ReplayGiven): Promise<number> {
  const { deliveries, from, until } = replayFrom(given);
  const { timezone } = session.settings;
  return await withBackend(session, async ({ db, clock: { now } }) => {
    const id = await requireEndpointId(db, name);
    if (deliveries !== undefined) await requireDeliveries(db, id, deliveries);
    const which = {
      ids: deliveries ?? null,
      from: from === undefined ? null : toInstant(from, timezone),
      until: until === undefined ? null : toInstant(until, timezone),
    };
    const replayed = await replayDeliveries(db, id, which, now());
    await noteInAudit(db, 'outbound-endpoints.replay', id, {
      ...(deliveries === undefined ? {} : { deliveries }),
      from: which.from?.toISOString() ?? null,
      until: which.until?.toISOString() ?? null,
    });
    const { out } = session.terminal;
    if (json === true) printJson(out, { replayed });
    else printLine(out, `Sends ${countOf(replayed, 'message')} again. A running worker does it.`);
    return 0;
  });
}

async function runDelete(session: Session, { name }: Named): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const id = await requireEndpointId(db, name);
    const before = await readAuditedObject(db, 'outbound-endpoints.delete', id);
    await removeEndpoint(db, id);
    await noteInAudit(db, 'outbound-endpoints.delete', id, {}, before);
    printLine(session.terminal.out, `Deleted the endpoint "${before?.name ?? name}" and its log.`);
    return 0;
  });
}

function printSecret({ terminal: { out } }: Session, secret: string): void {
  printLine(out, `Secret: ${secret}`);
  printLine(out, 'It is not shown again.');
}
