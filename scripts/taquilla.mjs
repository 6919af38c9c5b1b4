import './require-node.mjs';
import { fileURLToPath } from 'node:url';
import { isBuildCurrent } from './build-stamp.mjs';

// The command `taquilla` of a checkout: what `npm run build` made, as long as the sources are still those it was made
// from. Otherwise the sources themselves, compiled on the way, which costs a few seconds of CPU at each start.
if (isBuildCurrent(fileURLToPath(new URL('..', import.meta.url)))) {
  process.setSourceMapsEnabled(true);
  await import('../dist/main.js');
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/main.ts');
}
