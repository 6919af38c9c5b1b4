import { describe, expect, it, test } from 'vitest';
import { parseMoney } from '../../kernel/money/money.ts';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import { chooseDepth, digestOfRules } from './choose-depth.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const HOUR_MS = 3_600_000;
const last = (over: Partial<NonNullable<Parameters<typeof chooseDepth>[1]>>) => ({
  rulesDigest: 'a',
  sweptAtUtc: new Date(NOW.getTime() - HOUR_MS),
  wholeSweptAtUtc: new Date(NOW.getTime() - HOUR_MS),
  sweepMs: 5_000,
  isDoubted: false,
  ...over,
});

test.each([
  ['nothing was ever read', null, null, 60, 'full'],
  ['nothing was ever read, for any request', 'quick', null, 60, 'full'],
  ['orders become other rows now', 'quick', last({ rulesDigest: 'b' }), 60, 'full'],
  ['a depth is requested', 'quick', last({}), 60, 'quick'],
  ['a full reading is requested', 'full', last({}), 60, 'full'],
  ['it costs less than the budget', null, last({}), 60, 'sweep'],
  ['it costs more', null, last({}), 5, 'quick'],
  ['it was never measured', null, last({ sweepMs: null }), 1, 'sweep'],
  ['there is no budget', null, last({ sweepMs: null }), 0, 'quick'],
  [
    'the last one of whole tables is a day ago',
    null,
    last({ wholeSweptAtUtc: new Date(NOW.getTime() - 24 * HOUR_MS) }),
    0,
    'sweep',
  ],
  ['the last proof failed', null, last({ isDoubted: true }), 0, 'sweep'],
] as const)('when %s', (_when, asked, reading, budget, depth) => {
  expect(
    chooseDepth(asked, reading, 'a', { frequency: 'every_15_minutes', sweepBudgetSeconds: budget }, NOW),
  ).toBe(depth);
});

test('while the event is on, its cost does not matter, but a budget of 0 does', () => {
  const depth = (sweepBudgetSeconds: number) =>
    chooseDepth(null, last({}), 'a', { frequency: 'every_15_minutes', sweepBudgetSeconds }, NOW, true);
  expect([depth(5), depth(0)]).toEqual(['sweep', 'quick']);
});

describe('a configuration that syncs every minute', () => {
  const swept = (minutesAgo: number, over: Parameters<typeof last>[0] = {}) =>
    last({ sweptAtUtc: new Date(NOW.getTime() - minutesAgo * 60_000), ...over });

  it.each([
    ['stays quick for a quarter of an hour after a sweep', null, swept(14), 'quick'],
    ['stays quick where the clock of the store is ahead', null, swept(-2), 'quick'],
    ['sweeps if the last sweep lies far in the future', null, swept(-15), 'sweep'],
    ['sweeps at once if the last proof failed', null, swept(1, { isDoubted: true }), 'sweep'],
    ['sweeps again after that', null, swept(15), 'sweep'],
    ['sweeps when it never did', null, last({ sweptAtUtc: null }), 'sweep'],
    ['sweeps on request', 'sweep', swept(1), 'sweep'],
    ['reads everything when the rules change', null, swept(1, { rulesDigest: 'b' }), 'full'],
  ] as const)('%s', (_what, asked, reading, depth) => {
    expect(chooseDepth(asked, reading, 'a', { frequency: 'every_minute', sweepBudgetSeconds: 60 }, NOW)).toBe(
      depth,
    );
  });
});

describe('the digest of the rules for orders', () => {
  const rules = {
    productId: 5,
    variationId: null,
    ticketSource: PLUGIN_TICKETS,
    issuingStatuses: ['completed'],
    serviceFeePercentage: parseMoney('10'),
    statusMapping: { validado: 'paid', other: 'pending' },
    refundPolicy: 'newest_not_checked_in',
  } as const;
  const event = { numDays: 1, keepsDays: true, form: null, slots: [], timezone: 'UTC' };
  const slots = [{ key: 'a', text: 'Morning (10:30)', clock: '10:30:00', dates: [] }];
  const site = {
    layout: 'hpos',
    timezone: 'UTC',
    readsLatin1: false,
    orderNumberMeta: null,
    renewalsOweTickets: true,
  } as const;
  const digest = digestOfRules(rules, event, site);

  it('is the same for the same rules, in any order of writing', () => {
    const mapping = { other: 'pending', validado: 'paid' } as const;
    expect(digestOfRules({ ...rules, statusMapping: mapping }, event, site)).toBe(digest);
  });

  it('is the same with further products, which have marks of their own', () => {
    const more = { otherProductIds: [6], otherTicketSources: { 6: 'line_items' } } as const;
    expect(digestOfRules({ ...rules, ...more }, event, site)).toBe(digest);
  });

  it.each<Parameters<typeof digestOfRules>>([
    [{ ...rules, serviceFeePercentage: parseMoney('11') }, event, site],
    [{ ...rules, statusMapping: {} }, event, site],
    [{ ...rules, refundPolicy: 'oldest_not_checked_in' }, event, site],
    [{ ...rules, issuingStatuses: ['completed', 'on-hold'] }, event, site],
    [rules, { ...event, numDays: 2 }, site],
    [rules, { ...event, slots }, site],
    [rules, event, { ...site, layout: 'posts' }],
    [rules, event, { ...site, timezone: 'America/Santiago' }],
    [rules, event, { ...site, readsLatin1: true }],
    [rules, event, { ...site, renewalsOweTickets: false }],
    [rules, event, { ...site, orderNumberMeta: '_invoice' }],
  ])('is another one when one of them changes', (...changed) => {
    expect(digestOfRules(...changed)).not.toBe(digest);
  });

  it.each([
    ['with slots', slots],
    ['whose list of slots is empty now: sold tickets keep theirs', []],
  ])('depends on the zone of an event %s', (_which, offered) => {
    const inZone = (timezone: string) => digestOfRules(rules, { ...event, timezone, slots: offered }, site);
    expect(inZone('Europe/Madrid')).not.toBe(inZone('UTC'));
    expect(inZone('Europe/Madrid')).not.toBe(inZone('Asia/Tokyo'));
  });

  it('depends on whether the store keeps a state for each of several days', () => {
    const days = (numDays: number, keepsDays: boolean) =>
      digestOfRules(rules, { ...event, numDays, keepsDays }, site);
    expect(days(3, false)).not.toBe(days(3, true));
    expect(days(1, false)).toBe(days(1, true));
  });
});
