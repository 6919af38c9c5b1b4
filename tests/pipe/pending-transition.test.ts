import { makeTicketsLater } from './tickets-made-later.ts';

/** One with order tables, and one without. The others are read nightly. */
makeTicketsLater(['hpos-small', 'legacy-small']);
