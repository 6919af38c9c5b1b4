import { describe, expect, it } from 'vitest';
import { ORDER_TABLES } from '../../backend/tables/all-tables.ts';
import { column, syncedTable } from '../../backend/tables/synced-table.ts';
import { parseMoney } from '../../kernel/money/money.ts';
import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import { digestOfRules } from './choose-depth.ts';
import { digestOfDescription, translationOf } from './translation.ts';

const described = syncedTable('tickets', {
  ticket_number: column('text', 'store', 'nullable'),
  status: column('text', 'rules'),
});

describe('the description of the columns', () => {
  it.each([
    ['a new column', { ...described.described, seat: column('text', 'store', 'nullable') }],
    ['another meaning', { ...described.described, status: column('text', 'rules', 'meaning 2') }],
    ['another type', { ...described.described, ticket_number: column('bigint', 'store', 'nullable') }],
    ['another owner', { ...described.described, status: column('text', 'rules', 'edited') }],
  ])('changes with %s', (_what, columns) => {
    const changed = syncedTable('tickets', columns);
    expect(digestOfDescription([changed])).not.toBe(digestOfDescription([described]));
    expect(translationOf([changed])).toBe(digestOfDescription([changed]));
  });

  it('stays the same when others may see a column', () => {
    const shown = { ...described.described, status: column('text', 'rules', 'personal', 'hidden') };
    expect(digestOfDescription([syncedTable('tickets', shown)])).toBe(digestOfDescription([described]));
  });
});

describe('a backend that a program with a numbered translation filled', () => {
  /** What version 3 of the translation wrote into `sync_configurations` for these rules. */
  const BEFORE = 'newest_not_checked_in f2899ca853315fa84fdaa4c6ac249f53';
  const now = digestOfRules(
    {
      productId: 5,
      variationId: null,
      ticketSource: PLUGIN_TICKETS,
      issuingStatuses: ['completed'],
      serviceFeePercentage: parseMoney('10'),
      statusMapping: { validado: 'paid', other: 'pending' },
      refundPolicy: 'newest_not_checked_in',
    },
    { numDays: 1, keepsDays: true, form: null, slots: [], timezone: 'UTC' },
    {
      layout: 'hpos',
      timezone: 'UTC',
      readsLatin1: false,
      orderNumberMeta: null,
      renewalsOweTickets: true,
    },
  );

  // Columns have other meanings since, and the CHANGELOG says that events are read whole once.
  it('is read completely once', () => {
    expect(translationOf(ORDER_TABLES)).toBe(digestOfDescription(ORDER_TABLES));
    expect(now).not.toBe(BEFORE);
  });
});
