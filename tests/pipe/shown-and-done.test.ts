import { showAndDo } from './shown-and-done.ts';

/** The other layouts and depths are tested nightly. */
showAndDo([['hpos-small', 'changes/hpos-B', 'sweep']]);
