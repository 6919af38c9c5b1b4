import type { Command } from 'commander';
import { type AlertRow, findAlert, listAlerts } from '../../../backend/incidents/alert-list.ts';
import { ERROR_KINDS } from '../../../kernel/error-kinds.ts';
import { AppError } from '../../../kernel/errors.ts';
import { leftOutSentence } from '../../../kernel/sentences/left-out.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireAlertId, shortIds } from '../../options/named-object.ts';
import { invalidOptions, wholeNumber } from '../../options/options.ts';
import { showTime, showZonedTime } from '../../output/show-time.ts';
import { renderTable } from '../../output/tables.ts';
import { printJson, printLine, styled } from '../../output/terminal.ts';
import type { Session, TestedAlert } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface ListGiven {
  readonly all?: boolean;
  readonly limit: string;
  readonly json?: boolean;
}

interface NamedGiven {
  readonly name: string;
  readonly json?: boolean;
}

const MOST = 1000;

export function addAlerts(program: Command, act: Act): void {
  const group = program
    .command('alerts')
    .description('Present problems, the delivery of their alerts, and a test of the delivery.')
    .addHelpText('after', '\nAn alert is named by its id, or by the beginning of its id.');
  group
    .command('list')
    .description('Open alerts, the newest first.')
    .option('--all', 'what is over as well')
    .option('--limit <number>', `maximum number, 1 to ${MOST}`, '50')
    .option('--json', 'print them as JSON')
    .action(act<ListGiven>(runList));
  group
    .command('show <alert>')
    .description('One alert: what happened, since when, and to whom its messages went.')
    .option('--json', 'print it as JSON')
    .action(named(act<NamedGiven>(runShow)));
  group
    .command('test')
    .description('Send a test message to every recipient of alerts, by e-mail and by webhook.')
    .option('--json', 'print each result as JSON')
    .action(act<{ json?: boolean }>(runTest));
}

async function runList(session: Session, given: ListGiven): Promise<number> {
  const limit = wholeNumber(1, MOST).safeParse(given.limit);
  if (!limit.success) throw invalidOptions(`--limit must be a whole number from 1 to ${MOST}.`);
  return await withBackend(session, async ({ db }) => {
    const filter = { kind: null, open: given.all === true ? null : true, acknowledged: null };
    const rows = await listAlerts(db, filter, limit.data, 0);
    const { out } = session.terminal;
    if (given.json === true) printJson(out, rows);
    else if (rows.length > 0) {
      const short = await shortIds(db, 'alert_incidents', rows);
      printLine(out, alertTable(rows, session.settings.timezone, short));
    } else printLine(out, given.all === true ? 'There was no alert yet.' : 'No alert is open.');
    return 0;
  });
}

async function runShow(session: Session, { name, json }: NamedGiven): Promise<number> {
  return await withBackend(session, async ({ db }) => {
    const row = await findAlert(db, await requireAlertId(db, name));
    if (row === null) {
      throw new AppError({ code: 'alert.none', message: 'There is no such alert.' });
    }
    const { out } = session.terminal;
    if (json === true) printJson(out, row);
    else for (const line of alertLines(row, session.settings.timezone)) printLine(out, line);
    return 0;
  });
}

async function runTest(session: Session, { json }: { readonly json?: boolean }): Promise<number> {
  return await withBackend(session, async (backend) => {
    const tested = await session.testAlerts(backend);
    if (tested.length === 0) throw nobodyReached();
    await noteInAudit(backend.db, 'management.test-alert', null);
    const { out } = session.terminal;
    if (json === true) printJson(out, tested);
    else for (const one of tested) printLine(out, testedLine(session, one));
    return tested.every(({ status }) => status === 'sent') ? 0 : ERROR_KINDS.unavailable.exitCode;
  });
}

function testedLine({ terminal: { out } }: Session, { channel, recipient, ...rest }: TestedAlert): string {
  const to = channel === 'webhook' ? 'webhook' : `mail to ${recipient}`;
  if (rest.status === 'sent') return `${styled('green', '✓', out)} ${to}: sent`;
  const reply = rest.reply === null ? '' : ` ${rest.reply}`;
  return `${styled('red', '✗', out)} ${to}: not sent.${reply} (${rest.error_code ?? rest.status})`;
}

/** @throws config `alert.no-recipients` */
function nobodyReached(): AppError {
  return new AppError({
    code: 'alert.no-recipients',
    message:
      'Alerts have no recipient: set SMTP_URL and ALERT_EMAILS, switch alerts on for a superuser, or set ALERT_WEBHOOK_URL.',
  });
}

function alertTable(rows: readonly AlertRow[], timezone: string, short: (id: string) => string): string {
  return renderTable(
    ['id', 'what', 'concerns', `since (${timezone})`, `until (${timezone})`, 'code', 'messages'].map(
      (title) => ({ title }),
    ),
    rows.map((row) => [
      short(row.id),
      row.kind.replaceAll('_', ' '),
      row.configurations.map(({ name }) => name),
      showTime(row.started_at, timezone),
      row.resolved_at === null ? 'open' : showTime(row.resolved_at, timezone),
      row.error_code ?? '',
      deliverySummary(row),
    ]),
  );
}

/** Says how many messages were sent, and why others failed. */
function deliverySummary({ deliveries }: AlertRow): readonly string[] {
  if (deliveries.length === 0) return ['none written'];
  const sent = deliveries.filter(({ status }) => status === 'sent').length;
  const others = deliveries.filter(({ status }) => status !== 'sent');
  const why = [...new Set(others.map(({ error_code }) => error_code ?? 'not tried yet'))];
  return [
    `${sent} of ${deliveries.length} sent`,
    ...(others.length === 0 ? [] : [`${others.length} not sent: ${why.join(', ')}`]),
  ];
}

function alertLines(row: AlertRow, timezone: string): readonly string[] {
  const at = (instant: string | null): string => showZonedTime(instant, timezone);
  const head: readonly (readonly [string, string])[] = [
    ['alert', row.id],
    ['what', row.kind.replaceAll('_', ' ')],
    ['error', row.error_code === null ? '–' : `${row.error_message ?? ''} (${row.error_code})`],
    ...(row.left_out === null ? [] : [['rejects', leftOutSentence(row.left_out, 'en')] as const]),
    ['since', at(row.started_at)],
    ...row.stores.map(({ name }) => ['store', name] as const),
    ['last seen', `${at(row.last_seen_at)}, ${row.occurrences} times`],
    ['until', row.resolved_at === null ? 'it is open' : at(row.resolved_at)],
    ['seen by', row.acknowledged_by_name ?? '–'],
    ...row.configurations.map(({ id, name }) => ['concerns', `${name} (${id})`] as const),
  ];
  const messages = row.deliveries.map((one) => {
    const to = one.channel === 'webhook' ? 'webhook' : one.recipient;
    const tries = one.attempts === 1 ? '1 attempt' : `${one.attempts} attempts`;
    const why = `${one.error_code ?? 'not tried yet'}, ${tries}`;
    const fate = {
      sent: `sent ${at(one.sent_at)}`,
      waiting: `not sent yet: ${why}; next attempt ${at(one.next_attempt_at)}`,
      given_up: `given up: ${why}`,
    }[one.status];
    return ['message', `${one.event}, to ${to}: ${fate}`] as const;
  });
  const rest = messages.length === 0 ? [['message', 'none was written'] as const] : messages;
  return [...head, ...rest].map(([title, text]) => `${title.padEnd(11)}${text}`);
}
