import type { ConfigurationRow } from '../backend/configurations/configuration-list.ts';
import {
  type EventFigures,
  readEventFigures,
  readSurroundings,
  type Surroundings,
} from '../backend/configurations/settings-effects-records.ts';
import { countLosses } from '../backend/loader/valid-tickets.ts';
import { findLastReading, type LastReading } from '../backend/readings/checkpoint-records.ts';
import { findEventHours } from '../backend/readings/event-hours-record.ts';
import { findUnfinishedReading } from '../backend/readings/unfinished-reading-records.ts';
import { countWaitingTickets } from '../backend/removals/held-removal-list.ts';
import type { SettingsEffects } from '../contract/effects/settings-effects.ts';
import { formatAmount } from '../kernel/money/currency.ts';
import { type Money, parseMoney, ZERO } from '../kernel/money/money.ts';
import { toInstantText } from '../kernel/time/instants.ts';
import { chooseTimezone, isSameZone } from '../kernel/time/timezone.ts';
import { removableTickets } from '../sync/load/removal-guard.ts';
import {
  changesRefundPolicy,
  chooseDepth,
  digestOfSettings,
  isBetweenSweeps,
} from '../sync/plan/choose-depth.ts';
import { spansToContinue } from '../sync/plan/partial-sweeps.ts';
import { isWithinHours } from '../sync/sweep/event-hours.ts';
import { owesMoney } from '../ticketing/money/fee-split.ts';
import { isOwnStatus, mapOrderStatus } from '../ticketing/status.ts';
import type { Depth } from '../vocabulary/depths.ts';
import type { OrderStatus } from '../vocabulary/ticketing.ts';
import { CONFIGURATION_DEFAULTS } from './create-configuration.ts';
import { type EditDeps, findDefaultCredentials } from './edit-configuration.ts';

/** The present effect of each setting of a configuration on the figures of its event, in a few statements. */
export async function readSettingsEffects(
  { db, now, timezone: installation }: Pick<EditDeps, 'db' | 'now' | 'timezone'>,
  row: ConfigurationRow,
): Promise<SettingsEffects> {
  const defaults = {
    ticket_tier_name: CONFIGURATION_DEFAULTS.ticketTierName,
    timezone: chooseTimezone({ given: null, store: row.store_timezone, installation }).timezone,
    refund_policy: CONFIGURATION_DEFAULTS.refundPolicy,
    sweep_budget_seconds: CONFIGURATION_DEFAULTS.sweepBudgetSeconds,
    max_removal_percent: CONFIGURATION_DEFAULTS.maxRemovalPercent,
  };
  const figures = await readEventFigures(db, row.id, {
    feePercentage: row.service_fee_percentage,
    timezone: row.timezone,
    defaultTimezone: defaults.timezone,
  });
  const around = await readSurroundings(db, row.id, now());
  const last = await findLastReading(db, row.id);
  const losses =
    figures === null ? { valid: 0, lostBefore: 0 } : await countLosses(db, figures.event.id, row.id);
  const held = await countWaitingTickets(db, row.id);
  const tickets = figures?.tickets ?? [];
  const withAnotherFee = figures?.withAnotherFee ?? 0;
  const mapping = mappingOf(row, figures);
  const choosesRefundsAgain = changesRefundPolicy({ refundPolicy: row.refund_policy }, last);
  const isApplied = withAnotherFee + mapping.not_applied === 0 && !choosesRefundsAgain;
  return {
    event: figures?.event ?? null,
    not_default: notDefault(row, defaults, await findDefaultCredentials({ db })),
    defaults,
    products: productsOf(row, figures),
    shared: { organizer: around.organizer, credentials: around.credentials },
    ticket_tier: {
      tickets: add(
        tickets
          .filter((one) => one.woo_product_id === row.woocommerce_product_id && !one.has_variation)
          .map(({ active }) => active),
      ),
    },
    timezone: figures?.days ?? { days: 0, orders: 0, on_another_day: 0 },
    service_fee: { sales: feesOf(figures), not_applied: withAnotherFee },
    status_mapping: mapping,
    refund_policy: {
      refunded_tickets: add(tickets.map(({ refunded }) => refunded)),
      chosen: add(tickets.map(({ chosen }) => chosen)),
      not_applied: choosesRefundsAgain,
    },
    max_removal_percent: {
      valid: losses.valid,
      lost: losses.lostBefore,
      // Whatever an execution finds beside a list that waits becomes part of a list.
      most: held > 0 ? 0 : removableTickets(losses, Number(row.max_removal_percent)),
      held,
    },
    sweep_budget_seconds: {
      last_sweep_seconds: last === null || last.sweepMs === null ? null : last.sweepMs / 1000,
      swept_at: last === null || last.sweptAtUtc === null ? null : toInstantText(last.sweptAtUtc),
      next_depth: await foreseeDepth({ db, now: now() }, row, { last, around, isApplied, figures }),
    },
    frequency: { executions: around.executions, failed: around.failed },
  };
}

interface Foreseen {
  readonly last: LastReading | null;
  readonly around: Surroundings;
  /** Whether every order has the amounts and the status of the present settings. */
  readonly isApplied: boolean;
  readonly figures: EventFigures | null;
}

/**
 * The depth that an execution without a requested one will have, as far as that is known without the store: it reads
 * everything if an earlier reading did not end, if a person accepted older data, or if a setting that decides rows is
 * another one than at the last reading, even if no order becomes another row.
 */
async function foreseeDepth(
  { db, now }: { readonly db: EditDeps['db']; readonly now: Date },
  row: ConfigurationRow,
  { last, around, isApplied, figures }: Foreseen,
): Promise<Depth> {
  if (last === null || around.acceptsOlderState) return 'full';
  if ((await findUnfinishedReading(db, row.id)) !== null) return 'full';
  const settings = {
    wooProductId: row.woocommerce_product_id,
    wooVariationId: row.woocommerce_variation_id,
    serviceFeePercentage: row.service_fee_percentage,
    statusMapping: row.status_mapping,
    refundPolicy: row.refund_policy,
  };
  // Version 0.1 did not record the settings of a reading.
  const isSame =
    last.settingsDigest === null
      ? isApplied
      : last.settingsDigest === digestOfSettings(settings, around.orderNumberMeta);
  const schedule = { frequency: row.frequency, sweepBudgetSeconds: row.sweep_budget_seconds };
  const execution = { requestedDepth: null };
  const spans = spansToContinue({ execution, last, identity: around, now: () => now });
  const isOn =
    spans !== null && figures !== null && isWithinHours(await findEventHours(db, figures.event.id), now);
  const depth = chooseDepth(null, last, isSame ? last.rulesDigest : 'other settings', schedule, now, isOn);
  const comparesAnyway =
    last.namesEveryChange === false && !isBetweenSweeps(row.frequency, last.sweptAtUtc, now);
  return depth === 'quick' && comparesAnyway ? 'sweep' : depth;
}

/** @param usualSet the default set of credentials; null if there is none */
function notDefault(
  row: ConfigurationRow,
  defaults: SettingsEffects['defaults'],
  usualSet: string | null,
): SettingsEffects['not_default'] {
  const differs: Readonly<Record<SettingsEffects['not_default'][number], boolean>> = {
    woocommerce_product_ids: row.woocommerce_product_ids.length > 1,
    woocommerce_variation_id: row.woocommerce_variation_id !== null,
    organizer_name: row.organizer_name !== row.organizer_email,
    event_description: row.event_description !== null,
    event_start_date: row.event_start_date !== null,
    event_end_date: row.event_end_date !== null,
    ticket_tier_name: row.ticket_tier_name !== defaults.ticket_tier_name,
    credentials: row.credentials !== usualSet,
    timezone: !isSameZone(row.timezone, defaults.timezone),
    run_at: row.run_at !== null,
    status_mapping: Object.keys(row.status_mapping).length > 0,
    refund_policy: row.refund_policy !== defaults.refund_policy,
    sweep_budget_seconds: row.sweep_budget_seconds !== defaults.sweep_budget_seconds,
    max_removal_percent: Number(row.max_removal_percent) !== Number(defaults.max_removal_percent),
  };
  return (Object.keys(differs) as (keyof typeof differs)[]).filter((name) => differs[name]);
}

function productsOf(row: ConfigurationRow, figures: EventFigures | null): SettingsEffects['products'] {
  const { woocommerce_product_ids: own, woocommerce_translation_ids: translations } = row;
  const { tickets = [], products = [], tierNames = [], event = null } = figures ?? {};
  const sold = [...tickets, ...products].map(({ woo_product_id: id }) => id);
  return [...new Set([...own, ...translations, ...sold])].map((id) => {
    const isFirst = id === row.woocommerce_product_id;
    const role =
      id === null
        ? null
        : isFirst
          ? 'first'
          : own.includes(id)
            ? 'further'
            : translations.includes(id)
              ? 'translation'
              : 'former';
    return {
      woocommerce_product_id: id,
      role,
      name: isFirst
        ? (event?.title ?? null)
        : (tierNames.find(({ woo_product_id: one }) => one === id)?.name ?? null),
      tickets: add(tickets.filter(({ woo_product_id: one }) => one === id).map(({ active }) => active)),
      sales: products
        .filter(({ woo_product_id: one }) => one === id)
        .map(({ currency, orders, quantity, total, refunded }) => ({
          currency,
          orders,
          quantity,
          total: formatAmount(parseMoney(total), currency),
          refunded: formatAmount(parseMoney(refunded), currency),
        })),
    };
  });
}

function feesOf(figures: EventFigures | null): SettingsEffects['service_fee']['sales'] {
  const sums = new Map<string, { orders: number; net: Money; fee: Money; organizer: Money }>();
  for (const { status, currency, orders, net, service_fee, organizer_amount } of figures?.statuses ?? []) {
    if (!owesMoney(status)) continue;
    const before = sums.get(currency) ?? { orders: 0, net: ZERO, fee: ZERO, organizer: ZERO };
    sums.set(currency, {
      orders: before.orders + orders,
      net: before.net + parseMoney(net),
      fee: before.fee + parseMoney(service_fee),
      organizer: before.organizer + parseMoney(organizer_amount),
    });
  }
  return [...sums].map(([currency, { orders, net, fee, organizer }]) => ({
    currency,
    orders,
    net: formatAmount(net, currency),
    service_fee: formatAmount(fee, currency),
    organizer_amount: formatAmount(organizer, currency),
  }));
}

function mappingOf(row: ConfigurationRow, figures: EventFigures | null): SettingsEffects['status_mapping'] {
  const mapping: Readonly<Record<string, OrderStatus>> = row.status_mapping;
  const by = (source: string): 'woocommerce' | 'mapping' | 'unknown' =>
    Object.hasOwn(mapping, source) ? 'mapping' : isOwnStatus(source) ? 'woocommerce' : 'unknown';
  const groups = new Map<string, { source: string; status: OrderStatus; orders: number }>();
  let waiting = 0;
  for (const { source_status: source, status, orders } of figures?.statuses ?? []) {
    const key = `${source} ${status}`;
    groups.set(key, { source, status, orders: (groups.get(key)?.orders ?? 0) + orders });
    // An unknown status counts as paid if the order was ever paid, otherwise as pending.
    const everPaid = status === 'paid';
    if (mapOrderStatus(source, everPaid, mapping).status !== status) waiting += orders;
  }
  const seen = new Set([...groups.values()].map(({ source }) => source));
  const ticketsOf = (source: string, status: OrderStatus): number =>
    add(
      (figures?.tickets ?? [])
        .filter((one) => one.source_status === source && one.order_status === status)
        .map(({ active }) => active),
    );
  return {
    statuses: [
      ...[...groups.values()].map(({ source, status, orders }) => ({
        source_status: source,
        status,
        by: by(source),
        orders,
        tickets: ticketsOf(source, status),
      })),
      ...Object.keys(mapping)
        .filter((source) => !seen.has(source))
        .map((source) => ({
          source_status: source,
          status: null,
          by: 'mapping' as const,
          orders: 0,
          tickets: 0,
        })),
    ],
    not_applied: waiting,
  };
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
