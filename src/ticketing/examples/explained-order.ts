import { parseMoney } from '../../kernel/money/money.ts';
import type { Reason } from '../../kernel/sentences/reasons/reason.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import { deriveOrphan } from '../derive-orphan.ts';
import type { EventRules, ExistingTicket } from '../model/event-order.ts';
import type { StoreOrder, StoreTicket } from '../model/store-order.ts';
import {
  exampleLine,
  exampleOrder,
  exampleRefund,
  exampleTicket,
  RULES,
  refundLine,
} from './example-order.ts';

/** Examples of orders with the reasons that the rules must give. */

export function explainOrder(
  changes: Partial<StoreOrder>,
  rules: EventRules = RULES,
  existing: readonly ExistingTicket[] = [],
): readonly Reason[] {
  const reasons: Reason[] = [];
  deriveEventOrder(exampleOrder(changes), rules, existing, (reason) => reasons.push(reason));
  return reasons;
}

export function explainOrphan(changes: Partial<StoreTicket>): readonly Reason[] {
  const reasons: Reason[] = [];
  deriveOrphan(exampleTicket(5, changes), RULES, [], (reason) => reasons.push(reason));
  return reasons;
}

/** Three tickets of 25,000, of which a refund took two. */
export const TWO_OF_THREE: Partial<StoreOrder> = {
  orderTotal: parseMoney('75000'),
  lines: [exampleLine(12, 3, '75000')],
  tickets: [exampleTicket(5), exampleTicket(6), exampleTicket(7)],
  refunds: [exampleRefund(174140, '50000', [refundLine(12, 2, '50000')])],
};

export interface ExplainedCase {
  readonly what: string;
  readonly reasons: () => readonly Reason[];
  /** Reasons that must be among them, with figures that were worked out by hand. */
  readonly right: readonly Reason[];
  readonly currency?: string;
}

export const oneTicket = { lines: [exampleLine(1, 1, '100')], orderTotal: parseMoney('100') };
