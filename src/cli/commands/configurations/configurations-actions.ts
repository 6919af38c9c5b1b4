import { confirm, isCancel } from '@clack/prompts';
import type { Command } from 'commander';
import {
  type ConfigurationRow,
  findConfigurationRow,
} from '../../../backend/configurations/configuration-list.ts';
import type { StatusAction } from '../../../configurations/allowed-actions.ts';
import { deleteConfiguration, noConfiguration } from '../../../configurations/edit-configuration.ts';
import { aborted } from '../../../kernel/errors.ts';
import { changeStatus } from '../../../tasks/control.ts';
import type { Act } from '../../act.ts';
import { named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions } from '../../options/options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { showCount } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';

interface Given {
  readonly name: string;
  readonly json?: boolean;
}

interface DeleteGiven extends Given {
  readonly yes?: boolean;
}

const ACTIONS: Readonly<Record<StatusAction, { readonly about: string; readonly done: string }>> = {
  pause: {
    about:
      'Pause a configuration, even one in error: the schedule skips it. A running execution stops at its next page.',
    done: 'Paused',
  },
  resume: { about: 'Put a paused configuration, or one in error, back on its schedule.', done: 'Resumed' },
  disable: { about: 'Disable a configuration: it cannot be triggered either.', done: 'Disabled' },
  enable: { about: 'Enable a disabled configuration again.', done: 'Enabled' },
};

export function addConfigurationActions(group: Command, act: Act): void {
  for (const [action, { about }] of Object.entries(ACTIONS) as [StatusAction, { about: string }][]) {
    group
      .command(`${action} <configuration>`)
      .description(about)
      .option('--json', 'print the configuration as JSON')
      .action(named(act<Given>(async (session, given) => await runAction(session, given, action))));
  }
  group
    .command('delete <configuration>')
    .description('Remove a configuration. Its event, orders, tickets and executions stay as they are.')
    .option('--yes', 'do not ask for confirmation; required without a terminal')
    .option('--json', 'print the result as JSON')
    .action(named(act<DeleteGiven>(runDelete)));
}

async function runAction(session: Session, { name, json }: Given, action: StatusAction): Promise<number> {
  return await withStores(session, async ({ db, now }) => {
    const id = await requireConfigurationId(db, name);
    const { timezone } = session.settings;
    await changeStatus({ db, now }, id, action);
    await noteInAudit(db, `configurations.${action}`, id);
    const row = await findConfigurationRow(db, id, now());
    if (row === null) throw noConfiguration();
    const { out } = session.terminal;
    if (json === true) printJson(out, row);
    else printLine(out, `${ACTIONS[action].done} "${row.name}". ${nextRunOf(row, timezone)}`);
    return 0;
  });
}

function nextRunOf({ status, next_sync_at, frequency }: ConfigurationRow, timezone: string): string {
  if (next_sync_at !== null) return `Next run: ${showZonedTime(next_sync_at, timezone)}.`;
  if (status === 'active' || status === 'error') return `Its frequency is ${frequency}: it has no next run.`;
  return 'It has no next run; a running execution stops at its next page.';
}

async function runDelete(session: Session, { name, yes, json }: DeleteGiven): Promise<number> {
  return await withStores(session, async ({ db, now }) => {
    const row = await findConfigurationRow(db, await requireConfigurationId(db, name), now());
    if (row === null) throw noConfiguration();
    if (yes !== true) await requireYes(session, row);
    await deleteConfiguration({ db, now }, row.id);
    await noteInAudit(db, 'configurations.delete', row.id);
    const { out } = session.terminal;
    if (json === true) printJson(out, { deleted: row.id });
    else printLine(out, `Removed the configuration "${row.name}".`);
    return 0;
  });
}

/**
 * @throws invalid `cli.options` if there is not a terminal for the confirmation; aborted if the user answers no
 */
async function requireYes({ terminal, stop }: Session, row: ConfigurationRow): Promise<void> {
  printLine(terminal.err, consequencesOf(row));
  if (!terminal.in.isTTY)
    throw invalidOptions('There is no terminal for the confirmation: give --yes to remove it.');
  const said = await confirm({
    message: 'Remove it?',
    initialValue: false,
    input: terminal.in,
    output: terminal.err,
    signal: stop,
  });
  if (isCancel(said) || !said) throw aborted();
}

function consequencesOf(row: ConfigurationRow): string {
  const { name, woocommerce_product_id: product, organizer_email: organizer, event_id: event } = row;
  const kept =
    event === null
      ? 'It has no event yet.'
      : `Its event with ${showCount(row.tickets)} active tickets and its ${showCount(row.total_executions)} ` +
        'executions stay, but the event is no longer synced.';
  return (
    `This removes the configuration "${name}" (product ${product}, ${organizer}, ${row.frequency}) and cancels ` +
    `what waits of it. ${kept}`
  );
}
