export const refunds = {
  title: 'Refunds',
  sub: 'Money that was given back, with each event’s share.',
  search: 'Order or refund',
  empty: 'Nothing was given back yet',
  empty_hint: 'Refunds appear here as soon as a sync has brought them over.',
  number: 'Refund',
  reason: 'Reason',
  refunded_at: 'Given back',
  refunded_after: 'Given back from',
  refunded_before: 'Given back until',
  lines: 'For what',
  no_lines: 'No lines named: shared out over the order',
};
