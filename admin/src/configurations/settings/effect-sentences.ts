import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { SettingsEffects } from '../../../../src/contract/effects/settings-effects.ts';
import { WITHOUT_TIME_OF_DAY } from '../../../../src/vocabulary/configurations.ts';
import type { Formats } from '../../format/use-formats.ts';
import type { Say } from '../../i18n/use-texts.ts';

/** The settings that the screen shows, by their names in the API. */
export type SettingName =
  | 'credentials'
  | 'woocommerce_product_ids'
  | 'woocommerce_variation_id'
  | 'event_name'
  | 'event_description'
  | 'organizer_name'
  | 'event_start_date'
  | 'event_end_date'
  | 'timezone'
  | 'ticket_tier_name'
  | 'service_fee_percentage'
  | 'status_mapping'
  | 'refund_policy'
  | 'max_removal_percent'
  | 'frequency'
  | 'run_at'
  | 'sweep_budget_seconds';

interface Spoken {
  readonly configuration: Configuration;
  readonly effects: SettingsEffects;
  readonly say: Say;
  readonly formats: Pick<Formats, 'count' | 'money' | 'list' | 'dateTime' | 'duration'>;
}

/** The present effect of each setting on the figures of this event, in a sentence or a few. */
export function effectSentences(spoken: Spoken): Readonly<Record<SettingName, readonly string[]>> {
  const { configuration, effects, say, formats } = spoken;
  const { event, shared } = effects;
  const at = (iso: string): string => formats.dateTime(iso, configuration.timezone);
  const ofEvent = (sentences: readonly string[]): readonly string[] => (event === null ? [] : sentences);
  const starts = event?.starts_at ?? null;
  const ends = event?.ends_at ?? null;
  const tier = effects.ticket_tier.tickets;
  return {
    credentials:
      shared.credentials === 0
        ? []
        : [say('settings.shared_credentials', { smart_count: shared.credentials })],
    woocommerce_product_ids: ofEvent(productSentences(spoken)),
    woocommerce_variation_id: [
      say(
        configuration.woocommerce_variation_id === null
          ? 'settings.all_variations'
          : 'settings.single_variation',
      ),
    ],
    event_name: ofEvent([
      event?.title === configuration.event_name
        ? say('settings.title_same')
        : say('settings.title_other', { title: event?.title ?? '' }),
    ]),
    event_description: [
      say(
        configuration.event_description === null ? 'settings.description_store' : 'settings.description_own',
      ),
    ],
    organizer_name: [
      shared.organizer === 0
        ? say('settings.own_organizer')
        : say('settings.shared_organizer', { smart_count: shared.organizer }),
    ],
    event_start_date: ofEvent([
      starts === null ? say('settings.no_start') : say('settings.starts', { at: at(starts) }),
    ]),
    event_end_date: ofEvent([
      ends === null ? say('settings.no_end') : say('settings.ends', { at: at(ends) }),
    ]),
    timezone: ofEvent([clockSentence(spoken)]),
    ticket_tier_name: ofEvent([
      tier === 0 ? say('settings.no_tier') : say('settings.tier', { smart_count: tier }),
    ]),
    service_fee_percentage: ofEvent(feeSentences(spoken)),
    status_mapping: ofEvent(mappingSentences(spoken)),
    refund_policy: ofEvent(refundSentences(spoken)),
    max_removal_percent: ofEvent(guardSentences(spoken)),
    frequency: frequencySentences(spoken),
    run_at: [runAtSentence(configuration, say, at)].filter((sentence) => sentence !== ''),
    sweep_budget_seconds: [
      effects.sweep_budget_seconds.last_sweep_seconds === null
        ? say('settings.not_swept')
        : say('settings.swept', {
            duration: formats.duration(effects.sweep_budget_seconds.last_sweep_seconds * 1000),
          }),
      say(`settings.next_${effects.sweep_budget_seconds.next_depth}`),
    ],
  };
}

function productSentences({ effects, say, formats }: Spoken): readonly string[] {
  return effects.products.map(({ woocommerce_product_id: id, name, role, tickets: active, sales }) => {
    const named = name === null ? String(id) : `${name} (${id})`;
    const product = id === null ? say('settings.no_product') : named;
    const tickets = say('settings.tickets', { smart_count: active });
    if (sales.length === 0) {
      if (role === 'former') return say('settings.product_former_unsold', { product, tickets });
      return name === null && active === 0
        ? say('settings.product_unread', { product })
        : say('settings.product_unsold', { product, tickets });
    }
    const sold = sales.map(({ currency, orders, total, refunded }) => {
      const amount = formats.money(total, currency);
      const bought = say('settings.orders', { smart_count: orders });
      if (Number(refunded) === 0) return say('settings.sale', { amount, orders: bought });
      return say('settings.sale_refunded', {
        amount,
        orders: bought,
        refunded: formats.money(refunded, currency),
      });
    });
    const text = role === 'former' ? 'settings.product_former' : 'settings.product_sold';
    return say(text, { product, tickets, sales: formats.list(sold) });
  });
}

function clockSentence({ effects: { timezone, defaults }, say, formats }: Spoken): string {
  const orders = say('settings.orders', { smart_count: timezone.orders });
  const days = say('settings.days', { smart_count: timezone.days });
  if (timezone.on_another_day === 0) return say('settings.clock', { orders, days });
  const moved = formats.count(timezone.on_another_day);
  return say('settings.other_clock', { orders, days, zone: defaults.timezone, moved });
}

function feeSentences({ effects: { service_fee: fee }, say, formats }: Spoken): readonly string[] {
  if (fee.sales.length === 0) return [say('settings.no_fee')];
  return [
    ...fee.sales.map(({ currency, net, service_fee, organizer_amount }) =>
      say('settings.fee', {
        fee: formats.money(service_fee, currency),
        net: formats.money(net, currency),
        organizer: formats.money(organizer_amount, currency),
      }),
    ),
    ...notApplied(fee.not_applied, say),
  ];
}

function mappingSentences({ effects: { status_mapping: mapping }, say }: Spoken): readonly string[] {
  const others = mapping.statuses.filter(({ by }) => by !== 'woocommerce');
  const sentences = others.map(({ source_status, status: ours, by, orders }) => {
    const status = `wc-${source_status}`;
    if (ours === null) return say('settings.mapped_none', { status });
    return say(by === 'mapping' ? 'settings.mapped' : 'settings.unmapped', {
      smart_count: orders,
      status,
      means: say(`words.order_status.${ours}`),
    });
  });
  return [
    ...(sentences.length === 0 ? [say('settings.all_own')] : sentences),
    ...notApplied(mapping.not_applied, say),
  ];
}

function refundSentences({ effects: { refund_policy: policy }, say, formats }: Spoken): readonly string[] {
  const refunded = formats.count(policy.refunded_tickets);
  const chosen =
    policy.refunded_tickets === 0
      ? say('settings.refunded_none')
      : policy.chosen === 0
        ? say('settings.chosen_none', { refunded })
        : say('settings.chosen', { smart_count: policy.chosen, refunded });
  return [chosen, ...(policy.not_applied ? [say('settings.chooses_again')] : [])];
}

function guardSentences({ effects, say, formats }: Spoken): readonly string[] {
  const { most, valid, lost, held } = effects.max_removal_percent;
  return [
    say('settings.removable', { most: formats.count(most), valid: formats.count(valid) }),
    ...(held === 0 ? [] : [say('settings.held', { smart_count: held })]),
    ...(lost === 0 ? [] : [say('settings.removed', { smart_count: lost })]),
  ];
}

function frequencySentences({ configuration, effects, say, formats }: Spoken): readonly string[] {
  const { frequency, status, next_sync_at: next, timezone } = configuration;
  const { executions, failed } = effects.frequency;
  const planned =
    status === 'paused' || status === 'disabled'
      ? say('settings.stopped')
      : frequency === 'manual'
        ? say('settings.by_hand')
        : next === null
          ? ''
          : say('settings.next_at', { at: formats.dateTime(next, timezone) });
  const past =
    executions === 0
      ? say('settings.no_executions')
      : say('settings.last_week', {
          executions: capital(say('settings.executions', { smart_count: executions })),
          failed: formats.count(failed),
        });
  return [planned, past].filter((sentence) => sentence !== '');
}

function runAtSentence(
  { frequency, run_at, next_sync_at: next }: Configuration,
  say: Say,
  at: (iso: string) => string,
): string {
  if (WITHOUT_TIME_OF_DAY.includes(frequency)) return say('settings.run_at_none');
  if (run_at === null) return say('settings.run_at_first');
  return next === null ? '' : say('settings.next_at', { at: at(next) });
}

function notApplied(orders: number, say: Say): readonly string[] {
  return orders === 0 ? [] : [say('settings.not_applied', { smart_count: orders })];
}

function capital(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
