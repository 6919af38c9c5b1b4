import { parseMoney } from '../../kernel/money/money.ts';
import { deriveEventOrder } from '../derive-event-order.ts';
import type { EventRules } from '../model/event-order.ts';
import {
  exampleEntry,
  exampleLine,
  exampleOrder,
  exampleTicket,
  existingAfter,
  RULES,
} from './example-order.ts';
import { type ExplainedCase, explainOrder, explainOrphan, oneTicket } from './explained-order.ts';

const money = parseMoney;
const INSIDE = [1, 2].map((day) => ({ day, checkedIn: true }));
const FOR_LINES: EventRules = { ...RULES, ticketSource: 'line_items' };

/** Statuses, buyers and tickets. */
export const STATE_CASES: readonly ExplainedCase[] = [
  {
    what: 'a status of a plugin is mapped, or is not',
    reasons: () => [
      ...explainOrder({ ...oneTicket, sourceStatus: 'validado' }),
      ...explainOrder(
        { ...oneTicket, sourceStatus: 'validado' },
        { ...RULES, statusMapping: { validado: 'on_hold' } },
      ),
      ...explainOrder({ ...oneTicket, sourceStatus: 'validado', saysPaid: false }),
      ...explainOrder({ ...oneTicket, sourceStatus: 'validado', saysPaid: false, ticketsGenerated: false }),
    ],
    right: [
      { code: 'status_unmapped', figures: { source: 'validado', status: 'paid' } },
      { code: 'status_paid_by_date', figures: { order: 1 } },
      { code: 'status_mapped', figures: { source: 'validado', status: 'on_hold' } },
      { code: 'money_owes_nothing', figures: { status: 'on_hold', net: money('100') } },
      { code: 'status_paid_by_tickets', figures: { order: 1, issuing: ['completed'] } },
      { code: 'status_unmapped', figures: { source: 'validado', status: 'pending' } },
      { code: 'status_never_paid', figures: { order: 1 } },
    ],
  },
  {
    what: 'the store erased the buyer',
    reasons: () => explainOrder({ ...oneTicket, anonymised: true }),
    right: [{ code: 'order_erased', figures: { order: 1 } }],
  },
  {
    what: 'the plugin has not created the tickets yet, or does not owe them',
    reasons: () => {
      const pending = {
        ...oneTicket,
        ticketsGenerated: false,
        checkoutTickets: [exampleEntry('1.1', 'Ana')],
      };
      const before = deriveEventOrder(exampleOrder(pending), RULES, []);
      return [
        ...explainOrder(pending),
        ...explainOrder({ ...pending, sourceStatus: 'on-hold' }),
        ...(before === null
          ? []
          : explainOrder({ ...oneTicket, tickets: [exampleTicket(5)] }, RULES, existingAfter(before))),
      ];
    },
    right: [
      { code: 'tickets_pending', figures: { attendees: ['1.1'] } },
      { code: 'ticket_pending', figures: { ticket: '1.1' } },
      { code: 'tickets_not_owed', figures: { attendees: ['1.1'], status: 'on_hold' } },
      { code: 'ticket_of_attendee', figures: { ticket: '5', attendee: '1.1' } },
    ],
  },
  {
    what: 'each unit is a ticket where there is no plugin',
    reasons: () => [
      ...explainOrder({ ...oneTicket, ticketsGenerated: false }, FOR_LINES),
      ...explainOrder(
        { ...oneTicket, ticketsGenerated: false, sourceStatus: 'pending', saysPaid: false },
        FOR_LINES,
      ),
    ],
    right: [
      { code: 'tickets_of_line', figures: { line: 1, units: 1 } },
      { code: 'ticket_active', figures: { ticket: 'line:1:1' } },
      { code: 'tickets_of_unpaid_line', figures: { line: 1, units: 1, status: 'pending' } },
    ],
  },
  {
    what: 'a ticket names no variation',
    reasons: () =>
      explainOrder({
        lines: [exampleLine(1, 1, '100', { variationId: 11 })],
        tickets: [exampleTicket(5, { variationId: 0 })],
      }),
    right: [{ code: 'ticket_variation', figures: { ticket: '5', variation: 11 } }],
  },
  {
    what: 'tickets are not valid',
    reasons: () => [
      ...explainOrder({ ...oneTicket, sourceStatus: 'refunded', tickets: [exampleTicket(5)] }),
      ...explainOrder({ ...oneTicket, tickets: [exampleTicket(5, { sourceStatus: 'Canceled' })] }),
      ...explainOrder({ ...oneTicket, sourceStatus: 'cancelled', tickets: [exampleTicket(6)] }),
      ...explainOrder({ ...oneTicket, sourceStatus: 'on-hold', tickets: [exampleTicket(5)] }),
      ...explainOrder({ ...oneTicket, tickets: [exampleTicket(5, { sourcePostStatus: 'draft' })] }),
      ...explainOrder({ ...oneTicket, tickets: [exampleTicket(5, { sourceStatus: 'Unpaid' })] }),
    ],
    right: [
      { code: 'ticket_order_refunded', figures: { ticket: '5' } },
      { code: 'ticket_cancelled', figures: { ticket: '5', source: 'Canceled' } },
      { code: 'ticket_order_cancelled', figures: { ticket: '6' } },
      { code: 'ticket_order_unpaid', figures: { ticket: '5', status: 'on_hold' } },
      { code: 'ticket_unpublished', figures: { ticket: '5', source: 'draft' } },
      { code: 'ticket_unpaid', figures: { ticket: '5', source: 'Unpaid' } },
    ],
  },
  {
    what: 'a ticket has no order in the store',
    reasons: () => [...explainOrphan({ wooOrderId: 77 }), ...explainOrphan({ wooOrderId: null })],
    right: [
      { code: 'ticket_orphaned', figures: { ticket: '5', order: 77 } },
      { code: 'ticket_imported', figures: { ticket: '5' } },
      { code: 'ticket_imported_active', figures: { ticket: '5' } },
    ],
  },
  {
    what: 'a ticket without an order is in the trash, and its holder was inside',
    reasons: () => explainOrphan({ wooOrderId: 77, sourcePostStatus: 'trash', days: INSIDE }),
    right: [
      { code: 'ticket_orphaned', figures: { ticket: '5', order: 77 } },
      { code: 'ticket_trashed', figures: { ticket: '5' } },
      { code: 'ticket_days', figures: { ticket: '5', store: [1, 2], here: [] } },
    ],
  },
];
