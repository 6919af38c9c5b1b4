import { join } from 'node:path';
import { main, ROOT } from './bootstrap.mjs';
import { run } from './run.mjs';

/** The programs of bench/ by name. The first one runs if no name is given. */
const BENCHES = [
  'full-depth',
  'depths',
  'sweeps',
  'targeted',
  'live',
  'transports',
  'panel',
  'outage',
  'streams',
  'events',
  'event-page',
  'exports',
  'hooks',
];

await main(async () => {
  const [name = BENCHES[0], ...rest] = process.argv.slice(2);
  if (!BENCHES.includes(name)) throw new Error(`Unknown: ${name}. Known: ${BENCHES.join(', ')}`);
  const program = join(ROOT, 'bench', `${name}.ts`);
  return await run(process.execPath, ['--import', 'tsx', program, ...rest], { cwd: ROOT });
});
