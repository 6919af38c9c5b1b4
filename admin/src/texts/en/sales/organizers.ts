export const organizers = {
  title: 'Organizers',
  sub: 'Who the events belong to.',
  search: 'Name or e-mail',
  empty: 'No organizers yet',
  empty_hint: 'The first configuration that names an organizer creates it.',
  name: 'Name',
  email: 'E-mail',
  events: 'Events',
};

export const ticket_tiers = {
  title: 'Ticket tiers',
  sub: 'What events sell. Each tier is a variation of the product.',
  search: 'Search by name',
  empty: 'No ticket tiers yet',
  empty_hint: 'Ticket tiers appear here after the first sync of an event.',
  price: 'Price',
  price_in: 'Price, in %{currency}',
  capacity: 'Capacity',
  capacity_help: 'It is set only here: no sync changes it.',
  about: 'About the tier',
  details: 'Details',
  sold: 'Sold',
  left: 'Left',
  oversold: 'Oversold by %{count}',
  product: 'Product / variation',
  not_sold: 'No longer sold',
};
