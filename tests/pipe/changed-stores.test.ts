import { readAgain } from './read-again.ts';

/**
 * A store with order tables, and one without them whose orders contain bookings. The other layouts are tested
 * nightly.
 */
readAgain([
  ['hpos-small', 'changes/hpos-B', [null]],
  ['addons/posts-addons-A', 'addons/posts-addons-B', ['quick', 'sweep']],
]);
