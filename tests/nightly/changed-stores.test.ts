import { readAgain } from '../pipe/read-again.ts';

readAgain([
  ['legacy-small', 'changes/legacy-B', [null]],
  ['hpos-sync-small', 'changes/hpos-sync-B', [null]],
  ['decimal-tax-small', 'changes/decimal-random-B', [null]],
  ['addons/posts-addons-A', 'addons/posts-addons-B', ['sweep']],
]);
