import type { Command } from 'commander';
import { findCredentials } from '../../../backend/credentials/credentials-records.ts';
import {
  findWebhook,
  removeWebhook,
  type WebhookState,
} from '../../../backend/credentials/webhook-records.ts';
import { setUpWebhooks, WEBHOOKS_PATH } from '../../../credentials/webhooks.ts';
import { toInstantText } from '../../../kernel/time/instants.ts';
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
    const { out } = session.terminal;
    if (json === true) printJson(out, asJson(session, state, secret));
    else for (const line of linesOf(session, name, state, secret)) printLine(out, line);
    return 0;
  });
}

/** Without PUBLIC_URL the command line knows only the path. */
function addressOf({ settings }: Session, { addressId }: WebhookState): string {
  return `${settings.publicUrl ?? ''}${WEBHOOKS_PATH}${addressId}/`;
}

function asJson(session: Session, state: WebhookState | null, secret: string | null): object {
  const instant = (at: Date | null | undefined) => (at == null ? null : toInstantText(at));
  return {
    address: state === null ? null : addressOf(session, state),
    topics: WEBHOOK_TOPICS,
    secret_set_at: instant(state?.secretSetAtUtc),
    last_ping_at: instant(state?.lastPingAtUtc),
    last_delivery_at: instant(state?.lastDeliveryAtUtc),
    last_topic: state?.lastTopic ?? null,
    waiting_orders: state?.waiting ?? 0,
    last_24_hours: {
      deliveries: state?.deliveries ?? 0,
      announcing: state?.announcing ?? 0,
      refused: state?.refused ?? 0,
      found: state?.found ?? 0,
      missed: state?.missed ?? 0,
    },
    ...(secret === null ? {} : { secret }),
  };
}

function linesOf(
  session: Session,
  name: string,
  state: WebhookState | null,
  secret: string | null,
): readonly string[] {
  if (state === null) return [`The credentials "${name}" have no webhooks. --new-secret sets them up.`];
  const { timezone, publicUrl } = session.settings;
  const { deliveries, announcing, refused, missed, found, waiting } = state;
  const topic = state.lastTopic === null ? '' : `, ${state.lastTopic}`;
  return [
    `Delivery URL    ${addressOf(session, state)}`,
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
