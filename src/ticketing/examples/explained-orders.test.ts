import { describe, expect, test } from 'vitest';
import { ENGLISH } from '../../kernel/sentences/reasons/english.ts';
import type { Reason, ReasonCode } from '../../kernel/sentences/reasons/reason.ts';
import { reasonSentence } from '../../kernel/sentences/reasons/reason-sentence.ts';
import { shownReason } from '../../kernel/sentences/reasons/shown-reason.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import { exampleOrder, RULES } from './example-order.ts';
import { MONEY_CASES } from './explained-money.ts';
import { explainOrder, oneTicket, TWO_OF_THREE } from './explained-order.ts';
import { STATE_CASES } from './explained-states.ts';
import { unnamedFigures } from './named-figures.ts';

const CASES = [...MONEY_CASES, ...STATE_CASES];

/** Reasons of the comparison with the backend, which tests/pipe/explanations.test.ts has. */
const OF_COMPARISON: readonly Reason[] = [
  { code: 'order_gone', figures: { order: 174468 } },
  { code: 'order_trashed', figures: { order: 174425 } },
  { code: 'order_further_product', figures: { lines: [12, 13], product: 174051 } },
  { code: 'order_translation', figures: { lines: [12], product: 174052, original: 173911 } },
  { code: 'ticket_gone', figures: { ticket: '174494' } },
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

test('a derivation with reasons gives the same order as one without', () => {
  for (const changes of [TWO_OF_THREE, oneTicket]) {
    const order = exampleOrder(changes);
    expect(deriveEventOrder(order, RULES, [], () => undefined)).toEqual(deriveEventOrder(order, RULES, []));
  }
});
