import { DEPTHS } from '../../src/vocabulary/depths.ts';
import { showAndDo } from '../pipe/shown-and-done.ts';

const CHANGES = [
  ['hpos-small', 'changes/hpos-B'],
  ['hpos-sync-small', 'changes/hpos-sync-B'],
  ['legacy-small', 'changes/legacy-B'],
  ['decimal-tax-small', 'changes/decimal-random-B'],
] as const;

showAndDo(CHANGES.flatMap(([before, after]) => DEPTHS.map((depth) => [before, after, depth] as const)));
