import { readAgain } from './read-again.ts';

/** A store with order tables, and one without whose orders hold bookings. Those of the other layouts are read nightly. */
readAgain([
  ['hpos-small', 'changes/hpos-B', [null]],
  ['addons/posts-addons-A', 'addons/posts-addons-B', ['quick', 'sweep']],
]);
