import { makeTicketsLater } from './tickets-made-later.ts';

/** One layout with order tables, and one without. The others are tested nightly. */
makeTicketsLater(['hpos-small', 'legacy-small']);
