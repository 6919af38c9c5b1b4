import './require-node.mjs';
import { fileURLToPath } from 'node:url';
import { isBuildCurrent } from './build-stamp.mjs';

// The command `taquilla` of a checkout. It runs the result of `npm run build`, as long as the sources have not
// changed since. Otherwise it runs the sources themselves and compiles them while it starts, which costs a few
// seconds of CPU at each start.
if (isBuildCurrent(fileURLToPath(new URL('..', import.meta.url)))) {
  process.setSourceMapsEnabled(true);
  await import('../dist/main.js');
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/main.ts');
}
