import type { Command } from 'commander';
import { z } from 'zod';
import {
  type ConfigurationRow,
  findConfigurationRow,
} from '../../../backend/configurations/configuration-list.ts';
import { noConfiguration } from '../../../configurations/edit-configuration.ts';
import { switchLive } from '../../../configurations/switch-live.ts';
import { LIVE_SWITCHES, type LiveReason, MOST_SWITCHED_HOURS } from '../../../vocabulary/live.ts';
import { type Act, named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { invalidOptions, parseOptions, wholeNumber } from '../../options/options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';

const OPTIONS = z.object({
  name: z.string(),
  switch: z.enum(LIVE_SWITCHES, { error: 'must be on, off or auto' }).optional(),
  hours: wholeNumber(1, MOST_SWITCHED_HOURS).optional(),
  json: z.boolean().optional(),
});
type Given = z.infer<typeof OPTIONS>;

/** Why a configuration is live, or not. */
const REASONS: Readonly<Record<LiveReason, string>> = {
  event: 'its event begins within 3 hours, or has begun',
  'switched-on': 'it was switched on by hand',
  'switched-off': 'it was switched off by hand',
  'no-start': 'the start of its event is not known: switch it on by hand',
  'not-yet': 'its event begins later',
  over: 'its event is over',
  manual: 'its frequency is manual: switch it on by hand',
  'not-active': 'it is not active',
  'not-read': 'its event was never read as a whole',
};

export function addConfigurationLive(group: Command, act: Act): void {
  group
    .command('live <configuration>')
    .description('Show live mode of a configuration, or switch it on or off for some hours.')
    .option('--switch <to>', 'on, off, or auto: from 3 hours before the event until its end')
    .option('--hours <number>', 'for how many hours on or off is valid')
    .option('--json', 'print the result as JSON')
    .action(
      named(act<unknown>(async (session, given) => await runLive(session, parseOptions(OPTIONS, given)))),
    );
}

async function runLive(session: Session, given: Given): Promise<number> {
  const { name, switch: to, hours, json } = given;
  if (to === undefined ? hours !== undefined : (to === 'auto') !== (hours === undefined)) {
    throw invalidOptions('--switch on and --switch off need --hours; --switch auto has none.');
  }
  return await withStores(session, async ({ db, now }) => {
    const id = await requireConfigurationId(db, name);
    if (to !== undefined) {
      await switchLive({ db, now }, id, hours === undefined ? { switch: to } : { switch: to, hours });
      await noteInAudit(db, 'configurations.live', id);
    }
    const row = await findConfigurationRow(db, id, now());
    if (row === null) throw noConfiguration();
    const { out } = session.terminal;
    if (json === true) printJson(out, row.live);
    else for (const line of linesOf(row, session.settings.timezone)) printLine(out, line);
    return 0;
  });
}

function linesOf({ name, live }: ConfigurationRow, timezone: string): readonly string[] {
  const until = live.is_live && live.until !== null ? ` until ${showZonedTime(live.until, timezone)}` : '';
  const state = live.is_live ? `live${until}` : 'not live';
  const first = `"${name}" is ${state}: ${REASONS[live.reason]}.`;
  if (!live.is_live) return [first];
  const { watch } = live;
  if (watch === null) return [first, 'No worker or scheduler watches its store yet.'];
  const parts = [
    `Its store: ${watch.state} since ${showZonedTime(watch.since, timezone)}`,
    ...(watch.last_asked_at === null ? [] : [`asked ${showZonedTime(watch.last_asked_at, timezone)}`]),
    ...(watch.pause_seconds === null ? [] : [`every ${watch.pause_seconds} s`]),
    ...(watch.slowed_by === null ? [] : [`slowed down: ${watch.slowed_by}`]),
    ...(watch.error_code === null ? [] : [watch.error_code]),
  ];
  return [first, `${parts.join(', ')}.`];
}
