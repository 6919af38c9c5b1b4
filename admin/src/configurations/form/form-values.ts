import type { Configuration } from '../../../../src/contract/configuration.ts';
import { toLocalTime } from '../../format/local-time.ts';

/** The values of the form. They are those of the API, except that the form has a list of status rules. */
export interface FormValues {
  readonly name: string;
  readonly credentials: string;
  readonly woocommerce_product_id: number | null;
  /** Further products of the same event. */
  readonly more_products?: readonly number[];
  readonly woocommerce_variation_id: number | null;
  readonly event_name: string;
  readonly event_description: string | null;
  readonly event_start_date: string | null;
  readonly event_end_date: string | null;
  readonly organizer_email: string;
  readonly organizer_name: string;
  readonly service_fee_percentage: string;
  readonly ticket_tier_name: string;
  readonly frequency: Configuration['frequency'];
  readonly run_at: string | null;
  /** Null in a new configuration means the zone of the store or of the installation. */
  readonly timezone: string | null;
  readonly refund_policy: Configuration['refund_policy'];
  readonly max_removal_percent: string;
  readonly sweep_budget_seconds: number;
  /** In a new configuration: true to configure a product that another organizer already has. */
  readonly another_organizer?: boolean;
  readonly mapping: readonly { readonly status: string; readonly means: string }[];
}

/** The form's values of a configuration, with times in its own zone. */
export function toForm(one: Configuration): FormValues {
  const local = (iso: string | null): string | null => (iso === null ? null : toLocalTime(iso, one.timezone));
  return {
    name: one.name,
    credentials: one.credentials,
    woocommerce_product_id: one.woocommerce_product_id,
    more_products: one.woocommerce_product_ids.filter((id) => id !== one.woocommerce_product_id),
    woocommerce_variation_id: one.woocommerce_variation_id,
    event_name: one.event_name,
    event_description: one.event_description,
    event_start_date: local(one.event_start_date),
    event_end_date: local(one.event_end_date),
    organizer_email: one.organizer_email,
    organizer_name: one.organizer_name,
    service_fee_percentage: one.service_fee_percentage,
    ticket_tier_name: one.ticket_tier_name,
    frequency: one.frequency,
    run_at: one.run_at,
    timezone: one.timezone,
    refund_policy: one.refund_policy,
    max_removal_percent: one.max_removal_percent,
    sweep_budget_seconds: one.sweep_budget_seconds,
    mapping: Object.entries(one.status_mapping).map(([status, means]) => ({ status, means })),
  };
}

/** Converts the form's values to a request body. Times without an offset are in the zone of the same body. */
export function fromForm({
  mapping,
  timezone,
  more_products,
  ...values
}: FormValues): Record<string, unknown> {
  const { woocommerce_product_id: first, woocommerce_variation_id: variation } = values;
  const rules = (mapping ?? []).filter(({ status }) => (status ?? '').trim() !== '');
  return {
    ...values,
    ...(more_products === undefined || (variation ?? null) !== null
      ? {}
      : { woocommerce_product_ids: [first, ...more_products] }),
    ...((timezone ?? '') === '' ? {} : { timezone }),
    status_mapping: Object.fromEntries(rules.map(({ status, means }) => [status.trim(), means])),
  };
}

/** The fields that differ from those when the form was opened. */
export function changesOf(now: FormValues, before: FormValues): Record<string, unknown> {
  const [given, old] = [fromForm(now), fromForm(before)];
  const changed = Object.entries(given).filter(
    ([field, value]) => JSON.stringify(value ?? null) !== JSON.stringify(old[field] ?? null),
  );
  const body = Object.fromEntries(changed);
  // A new zone gives the same clock time another meaning, so both times are sent with it.
  if ('timezone' in body) {
    for (const field of ['event_start_date', 'event_end_date']) body[field] = given[field] ?? null;
  }
  return body;
}
