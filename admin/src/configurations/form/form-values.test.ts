import { expect, test } from 'vitest';
import { changesOf, type FormValues, fromForm } from './form-values.ts';

const values: FormValues = {
  name: 'Concierto',
  credentials: 'c',
  woocommerce_product_id: 173911,
  woocommerce_variation_id: null,
  event_name: 'Concierto',
  event_description: null,
  event_start_date: '2026-03-01T20:00',
  event_end_date: null,
  organizer_email: 'ana@example.com',
  organizer_name: 'Ana',
  service_fee_percentage: '10.00',
  ticket_tier_name: 'General',
  frequency: 'daily',
  run_at: '04:00',
  timezone: 'America/Santiago',
  refund_policy: 'newest_not_checked_in',
  max_removal_percent: '20.00',
  sweep_budget_seconds: 30,
  mapping: [{ status: 'partially-paid', means: 'on_hold' }],
};

test('sends only changed values, and emptied ones as null', () => {
  expect(changesOf(values, values)).toEqual({});
  expect(changesOf({ ...values, name: 'Otro', run_at: null }, values)).toEqual({
    name: 'Otro',
    run_at: null,
  });
});

test('sends the times again with another zone: the same local time is another moment there', () => {
  expect(changesOf({ ...values, timezone: 'America/Bogota' }, values)).toEqual({
    timezone: 'America/Bogota',
    event_start_date: '2026-03-01T20:00',
    event_end_date: null,
  });
});

test('drops status rules without a status', () => {
  const mapping = [...values.mapping, { status: ' ', means: 'paid' }];
  expect(fromForm({ ...values, mapping })['status_mapping']).toEqual({ 'partially-paid': 'on_hold' });
});

test('sends no zone if none was chosen: the store or the installation sets it', () => {
  expect(fromForm({ ...values, timezone: null })).not.toHaveProperty('timezone');
  expect(fromForm(values)).toHaveProperty('timezone', 'America/Santiago');
});

test('sends further products with the first one, and none for a single variation', () => {
  const more = { ...values, more_products: [174051] };
  expect(changesOf(more, { ...values, more_products: [] })).toEqual({
    woocommerce_product_ids: [173911, 174051],
  });
  expect(changesOf({ ...more, more_products: [] }, more)).toEqual({ woocommerce_product_ids: [173911] });
  expect(fromForm({ ...more, woocommerce_variation_id: 5 })).not.toHaveProperty('woocommerce_product_ids');
});
