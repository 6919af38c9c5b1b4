import { expect, it } from 'vitest';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { SettingsEffects } from '../../../../src/contract/effects/settings-effects.ts';
import { count, money } from '../../format/format-money.ts';
import { dateTime, duration } from '../../format/format-time.ts';
import { interpolate } from '../../i18n/interpolate.ts';
import type { Say } from '../../i18n/use-texts.ts';
import { textAt } from '../../texts/dictionary.ts';
import { en } from '../../texts/en.ts';
import { es } from '../../texts/es.ts';
import { effectSentences } from './effect-sentences.ts';

const CONFIGURATION = {
  status: 'active',
  frequency: 'daily',
  run_at: '04:30',
  timezone: 'America/Santiago',
  next_sync_at: '2025-05-01T08:30:00.000000Z',
  woocommerce_variation_id: null,
  event_name: 'Concierto',
  event_description: null,
} as unknown as Configuration;

const EFFECTS: SettingsEffects = {
  event: { id: 'e', title: 'Concierto', starts_at: '2025-06-01T00:00:00.000000Z', ends_at: null },
  not_default: [],
  defaults: {
    ticket_tier_name: 'General',
    timezone: 'America/Santiago',
    refund_policy: 'newest_not_checked_in',
    sweep_budget_seconds: 60,
    max_removal_percent: '20.00',
  },
  products: [
    {
      woocommerce_product_id: 800,
      role: 'first',
      name: 'Concierto',
      tickets: 226,
      sales: [{ currency: 'CLP', orders: 120, quantity: 240, total: '12445000', refunded: '100000' }],
    },
    { woocommerce_product_id: 810, role: 'further', name: null, tickets: 0, sales: [] },
    { woocommerce_product_id: 820, role: 'former', name: 'Balcón', tickets: 1, sales: [] },
  ],
  shared: { organizer: 0, credentials: 2 },
  ticket_tier: { tickets: 1 },
  timezone: { days: 45, orders: 123, on_another_day: 0 },
  service_fee: {
    sales: [
      {
        currency: 'CLP',
        orders: 120,
        net: '12345000',
        service_fee: '1234500',
        organizer_amount: '11110500',
      },
    ],
    not_applied: 1,
  },
  status_mapping: {
    statuses: [
      { source_status: 'completed', status: 'paid', by: 'woocommerce', orders: 120, tickets: 226 },
      { source_status: 'deposit', status: 'pending', by: 'mapping', orders: 3, tickets: 0 },
      { source_status: 'partial', status: null, by: 'mapping', orders: 0, tickets: 0 },
      { source_status: 'validado', status: 'paid', by: 'unknown', orders: 1, tickets: 2 },
    ],
    not_applied: 0,
  },
  refund_policy: { refunded_tickets: 20, chosen: 14, not_applied: false },
  max_removal_percent: { valid: 226, lost: 0, most: 45, held: 0 },
  sweep_budget_seconds: {
    last_sweep_seconds: 2.4,
    swept_at: '2025-04-30T08:30:00.000000Z',
    next_depth: 'sweep',
  },
  frequency: { executions: 7, failed: 1 },
};

function spokenIn(dictionary: typeof en, locale: string, changes: Partial<SettingsEffects> = {}) {
  const say: Say = (key, values = {}) => interpolate(textAt(dictionary, key) ?? '', values, locale);
  const formats = {
    count: (value: number) => count(value, locale),
    money: (amount: string, currency: string) => money(amount, currency, locale),
    list: (parts: readonly string[]) => new Intl.ListFormat(locale).format(parts),
    dateTime: (iso: string, zone?: string) => dateTime(new Date(iso), locale, zone),
    duration: (ms: number) => duration(ms, locale),
  };
  return effectSentences({
    configuration: CONFIGURATION,
    effects: { ...EFFECTS, ...changes },
    say,
    formats,
  });
}

/** Non-breaking spaces are written as ordinary ones here. */
const plain = (sentences: readonly string[]) => sentences.map((one) => one.replaceAll('\u{a0}', ' '));

it('states the effect of each setting in the figures of the event', () => {
  const said = spokenIn(en, 'en');
  expect(plain(said.service_fee_percentage)).toEqual([
    'It takes CLP 1,234,500 of CLP 12,345,000 net; the organizer gets CLP 11,110,500.',
    'The next sync applies it to one order.',
  ]);
  expect(said.status_mapping).toEqual([
    '3 orders have the status wc-deposit, read as “Pending”.',
    'No order has the status wc-partial.',
    'One order has the status wc-validado, which no rule names: it is read as “Paid”.',
  ]);
  expect(said.refund_policy).toEqual(['It chose 14 of the refunded tickets (20 in all).']);
  expect(said.max_removal_percent).toEqual(['An execution may remove up to 45 of 226 valid tickets now.']);
  expect(plain(said.woocommerce_product_ids)).toEqual([
    'Concierto (800): 226 active tickets; CLP 12,445,000 in 120 orders (CLP 100,000 refunded).',
    '810: nothing has been read of it yet.',
    'Balcón (820) was removed: the next sync removes one active ticket.',
  ]);
  expect(said.credentials).toEqual(['2 other configurations use these credentials.']);
  expect(said.ticket_tier_name).toEqual(['One active ticket has this tier.']);
  expect(said.frequency[1]).toBe('7 executions in the last seven days; 1 failed.');
  expect(said.sweep_budget_seconds).toEqual([
    'The last sweep took 2.4 s.',
    'The next sync compares whole tables as well.',
  ]);
});

it('states the same in Spanish, with amounts in the Chilean format', () => {
  const said = spokenIn(es as typeof en, 'es-CL');
  expect(plain(said.service_fee_percentage)).toEqual([
    'Cobra $1.234.500 de $12.345.000 netos; el organizador recibe $11.110.500.',
    'La próxima sincronización lo aplica a un pedido.',
  ]);
  expect(said.status_mapping[0]).toBe('3 pedidos tienen el estado wc-deposit, que se lee como «Pendiente».');
  expect(said.max_removal_percent).toEqual([
    'Ahora una ejecución puede eliminar hasta 45 de 226 entradas válidas.',
  ]);
});

it('has no figures for an event that was never synced', () => {
  const said = spokenIn(en, 'en', { event: null, products: [], frequency: { executions: 0, failed: 0 } });
  expect([said.service_fee_percentage, said.woocommerce_product_ids, said.timezone]).toEqual([[], [], []]);
  expect(said.frequency[1]).toBe('No execution in the last seven days.');
});

it('states what the guard removed, and in which zone orders would have another day', () => {
  const said = spokenIn(en, 'en', {
    max_removal_percent: { valid: 200, lost: 30, most: 0, held: 60 },
    timezone: { days: 2, orders: 5, on_another_day: 4 },
    refund_policy: { refunded_tickets: 0, chosen: 0, not_applied: true },
  });
  expect(said.max_removal_percent).toEqual([
    'An execution may remove up to 0 of 200 valid tickets now.',
    '60 tickets are held until a person decides. Until then nothing more is removed without a decision.',
    'Executions removed 30 in the last 24 hours.',
  ]);
  expect(said.timezone).toEqual([
    'By its clock, 5 orders were placed on 2 days; by the clock of America/Santiago, 4 fall on another day.',
  ]);
  expect(said.refund_policy).toEqual(['No ticket is refunded.', 'The next sync chooses again.']);
});
