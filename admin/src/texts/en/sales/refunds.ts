export const refunds = {
  title: 'Refunds',
  sub: 'Refunded money, with each event’s share.',
  search: 'Order or refund',
  empty: 'No refunds yet',
  empty_hint: 'Refunds appear here after the first sync of an event.',
  number: 'Refund',
  reason: 'Reason',
  refunded_at: 'Refunded',
  refunded_after: 'Refunded from',
  refunded_before: 'Refunded until',
  lines: 'Refunded items',
  no_lines: 'No lines: apportioned over the order',
};
