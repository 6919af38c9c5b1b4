import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ENGLISH } from '../../kernel/sentences/reasons/english.ts';
import type { Reason, ReasonCode, ReasonFigures } from '../../kernel/sentences/reasons/reason.ts';
import { reasonSentence } from '../../kernel/sentences/reasons/reason-sentence.ts';
import { shownReason } from '../../kernel/sentences/reasons/shown-reason.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import { attendeeNamed, exampleEntry, exampleOrder, exampleTicket, RULES } from './example-order.ts';
import { MONEY_CASES } from './explained-money.ts';
import { explainOrder, explainOrphan, oneTicket, TWO_OF_THREE } from './explained-order.ts';
import { STATE_CASES } from './explained-states.ts';
import { unnamedFigures } from './named-figures.ts';
import { anyOrder, anyRules } from './random-order.ts';

const CASES = [...MONEY_CASES, ...STATE_CASES];

/** Reasons of the comparison with the backend, which tests/pipe/explanations.test.ts has. */
const OF_COMPARISON: readonly Reason[] = [
  { code: 'order_gone', figures: { order: 174468 } },
  { code: 'order_trashed', figures: { order: 174425 } },
  { code: 'order_further_product', figures: { lines: [12, 13], product: 174051 } },
  { code: 'order_translation', figures: { lines: [12], product: 174052, original: 173911 } },
  { code: 'ticket_gone', figures: { ticket: '174494' } },
  { code: 'ticket_no_longer_owed', figures: { ticket: '1.2' } },
  { code: 'ticket_edited', figures: { ticket: '174494', fields: ['first_name', 'form_data'] } },
];

describe.each(CASES)('if $what', ({ reasons, right, currency = 'CLP' }) => {
  test('the reasons have the figures', () => {
    expect(reasons()).toEqual(expect.arrayContaining([...right]));
  });

  test.each(['en', 'es'] as const)('every sentence in %s names the figures on which it rests', (language) => {
    expect(reasons().flatMap((reason) => unnamedFigures(reason, currency, language))).toEqual([]);
  });
});

test('every reason is one of these', () => {
  const seen = new Set<ReasonCode>([
    ...CASES.flatMap((one) => one.reasons().map(({ code }) => code)),
    ...OF_COMPARISON.map(({ code }) => code),
  ]);
  expect([...seen].toSorted()).toEqual(Object.keys(ENGLISH).toSorted());
});

test.each(['en', 'es'] as const)('reasons of the comparison name their figures in %s', (language) => {
  expect(OF_COMPARISON.flatMap((reason) => unnamedFigures(reason, 'CLP', language))).toEqual([]);
});

test('a refund of two of three tickets reads as a sentence in both languages', () => {
  const refunded = explainOrder(TWO_OF_THREE).find(({ code }) => code === 'tickets_refunded');
  const sentences = (['en', 'es'] as const).map((language) =>
    refunded === undefined
      ? null
      : reasonSentence(shownReason(refunded, 'CLP'), 'CLP', language).replaceAll('\u00a0', ' '),
  );
  expect(sentences).toEqual([
    '2 of 3 tickets refunded: refund 174140 of CLP 50,000 names line 12, quantity 2; by policy the newest not checked in.',
    '2 de 3 entradas reembolsadas: el reembolso 174140 de CLP 50.000 indica la línea 12, cantidad 2; según la regla, las más nuevas sin usar.',
  ]);
});

test('a percentage and a list of statuses are written as in the language', () => {
  const sentencesIn = (language: 'en' | 'es') =>
    (
      [
        { code: 'money_fee', figures: { net: 100_00000000n, percentage: '12.5', amount: 13_00000000n } },
        { code: 'status_paid_by_tickets', figures: { order: 1, issuing: ['completed', 'processing'] } },
      ] as const
    ).map((reason) => reasonSentence(shownReason(reason, 'CLP'), 'CLP', language).replaceAll('\u00a0', ' '));
  expect(sentencesIn('en')).toEqual([
    'Service fee: 12.5 % of CLP 100, rounded up: CLP 13.',
    expect.stringContaining('only in the statuses completed or processing.'),
  ]);
  expect(sentencesIn('es')).toEqual([
    'Comisión de servicio: 12,5 % de CLP 100, redondeado hacia arriba: CLP 13.',
    expect.stringContaining('solo crea en los estados completed o processing.'),
  ]);
});

test('an attendee whose post exists is not said to lack a ticket', () => {
  const checkoutTickets = [exampleEntry('1.1', 'Ana'), exampleEntry('1.2', 'Eva')];
  const tickets = [exampleTicket(5, { attendee: attendeeNamed('Ana') })];
  const lacking = explainOrder({ ...oneTicket, sourceStatus: 'cancelled', checkoutTickets, tickets });
  expect(lacking).toContainEqual({
    code: 'tickets_not_owed',
    figures: { attendees: ['1.2'], status: 'cancelled' },
  });
});

test('a ticket in the trash is not said to be valid', () => {
  const trashed = { tickets: [exampleTicket(5, { sourcePostStatus: 'trash' })] };
  const codes = [
    ...explainOrder({ ...oneTicket, ...trashed }),
    ...explainOrphan({ wooOrderId: null, sourcePostStatus: 'trash' }),
  ].map(({ code }) => code);
  expect(codes.filter((code) => code === 'ticket_trashed')).toHaveLength(2);
  expect(codes).not.toContain('ticket_active');
  expect(codes).not.toContain('ticket_imported_active');
});

test('the pieces of a refund add up to what it gives back of the event', () => {
  const PIECES = new Set<ReasonCode>(['refund_line', 'refund_replaced_line', 'refund_gone_line']);
  const RESTS = new Set<ReasonCode>(['refund_rest', 'refund_amount_only']);
  fc.assert(
    fc.property(anyOrder, anyRules, (order, rules) => {
      const added = new Map<number, bigint>();
      const ofEvent = new Map<number, bigint>();
      const derived = deriveEventOrder(order, rules, [], ({ code, figures }) => {
        const {
          refund = 0,
          amount = 0n,
          part = 0n,
        } = figures as Partial<ReasonFigures['refund_line'] & ReasonFigures['refund_rest']>;
        const more = PIECES.has(code) ? amount : RESTS.has(code) ? part : 0n;
        added.set(refund, (added.get(refund) ?? 0n) + more);
        if (code === 'refund_event') ofEvent.set(refund, amount);
      });
      for (const { wooRefundId, amount } of derived?.refunds ?? []) {
        expect([added.get(wooRefundId), ofEvent.get(wooRefundId)]).toEqual([amount, amount]);
      }
    }),
    { numRuns: 400 },
  );
});

test('a derivation with reasons gives the same order as one without', () => {
  for (const changes of [TWO_OF_THREE, oneTicket]) {
    const order = exampleOrder(changes);
    expect(deriveEventOrder(order, RULES, [], () => undefined)).toEqual(deriveEventOrder(order, RULES, []));
  }
});
