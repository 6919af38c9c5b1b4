export const organizers = {
  title: 'Organizers',
  sub: 'Whom events belong to.',
  search: 'Name or e-mail',
  empty: 'No organizer yet',
  empty_hint: 'An organizer is made with the first configuration that names it.',
  name: 'Name',
  email: 'E-mail',
  events: 'Events',
};

export const ticket_tiers = {
  title: 'Ticket tiers',
  sub: 'What events sell, a variation of the product each.',
  search: 'Search by name',
  empty: 'No ticket tier yet',
  empty_hint: 'Ticket tiers come with the first sync of an event.',
  price: 'Price',
  capacity: 'Capacity',
  sold: 'Sold',
  left: 'Left',
  oversold: 'Oversold by %{count}',
  product: 'Product / variation',
  not_sold: 'No longer sold',
};
