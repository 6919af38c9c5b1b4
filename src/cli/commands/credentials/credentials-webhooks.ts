import type { Command } from 'commander';
import { findCredentials } from '../../../backend/credentials/credentials-records.ts';
import {
  findWebhook,
  removeWebhook,
  type WebhookState,
} from '../../../backend/credentials/webhook-records.ts';
import { setUpWebhooks, shownWebhooks } from '../../../credentials/webhooks.ts';
import { WEBHOOK_TOPICS } from '../../../vocabulary/credentials.ts';
import { type Act, named } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { invalidOptions } from '../../options/options.ts';
import { showZonedTime } from '../../output/show-time.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';

interface Given {
  readonly name: string;
  readonly newSecret?: boolean;
  readonly end?: boolean;
  readonly json?: boolean;
}

export function addWebhooksCommand(group: Command, act: Act): void {
  group
    .command('webhooks <name>')
    .description('The webhooks of WooCommerce of a set: their address, and what arrived.')
    .option('--new-secret', 'set them up, or replace their secret; prints the secret once')
    .option('--end', 'end them: nothing is at their address any longer')
    .option('--json', 'print them as JSON')
    .action(named(act<Given>(runWebhooks)));
}

async function runWebhooks(session: Session, { name, newSecret, end, json }: Given): Promise<number> {
  if (newSecret === true && end === true) throw invalidOptions('--new-secret and --end exclude each other.');
  return await withStores(session, async ({ db, secretKey }) => {
    const { id } = await findCredentials(db, name);
    let secret: string | null = null;
    if (newSecret === true) {
      secret = await setUpWebhooks({ db, secretKey }, id);
      await noteInAudit(db, 'credentials.set-up-webhooks', id);
    }
    if (end === true && (await removeWebhook(db, id)))
      await noteInAudit(db, 'credentials.remove-webhooks', id);
    const state = await findWebhook(db, id);
    // Without PUBLIC_URL the command line knows only the path.
    const shown = shownWebhooks(state, session.settings.publicUrl ?? '');
    const { out } = session.terminal;
    if (json === true) printJson(out, secret === null ? shown : { ...shown, secret });
    else for (const line of linesOf(session, name, state, shown.address, secret)) printLine(out, line);
    return 0;
  });
}

function linesOf(
  session: Session,
  name: string,
  state: WebhookState | null,
  address: string | null,
  secret: string | null,
): readonly string[] {
  if (state === null) return [`The credentials "${name}" have no webhooks. --new-secret sets them up.`];
  const { timezone, publicUrl } = session.settings;
  const { deliveries, announcing, refused, missed, found, waiting } = state;
  const topic = state.lastTopic === null ? '' : `, ${state.lastTopic}`;
  return [
    `Delivery URL    ${address}`,
    ...(publicUrl === null
      ? ['                below the address of this service: PUBLIC_URL is not set']
      : []),
    ...(secret === null ? [] : [`Secret          ${secret}`, '                It is not shown again.']),
    `Topics          ${WEBHOOK_TOPICS.join(', ')}`,
    `Last ping       ${showZonedTime(state.lastPingAtUtc, timezone)}`,
    `Last delivery   ${showZonedTime(state.lastDeliveryAtUtc, timezone)}${topic}`,
    `In 24 hours     ${deliveries} deliveries, of which ${announcing} about configured events; ${refused} refused`,
    `                ${missed} of ${found} orders that syncs found first were not announced`,
    `Waiting         ${waiting}`,
  ];
}
