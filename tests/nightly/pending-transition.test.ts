import { makeTicketsLater } from '../pipe/tickets-made-later.ts';

makeTicketsLater(['hpos-sync-small', 'decimal-tax-small']);
