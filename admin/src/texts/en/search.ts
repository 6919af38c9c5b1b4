/** The search of everything. */
export const search = {
  open: 'Search',
  close: 'Close the search',
  keys: 'Ctrl K',
  keys_apple: '⌘K',
  placeholder: 'What do you know of it?',
  hint: 'Order or ticket number, phone (six digits or more), part of an e-mail, person, event or configuration.',
  hint_masked:
    'Order or ticket number, event or configuration. You do not search by person, as names are hidden from you.',
  searching: 'Searching …',
  nothing: 'Nothing was found.',
  count: '%{smart_count} result||||%{smart_count} results',
  found: 'What was found',
  orders: 'Orders',
  tickets: 'Tickets',
  events: 'Events',
  configurations: 'Configurations',
  all_orders: 'All orders that match',
  all_tickets: 'All tickets that match',
  all_events: 'All events that match',
  all_configurations: 'All configurations that match',
};
