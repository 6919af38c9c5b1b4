import { join } from 'node:path';
import { main, ROOT } from './bootstrap.mjs';
import { run } from './run.mjs';

/** Programs of bench/ by name; the first one is what is meant when nothing is said. */
const BENCHES = ['full-depth', 'depths', 'transports', 'panel', 'outage', 'streams', 'events', 'event-page'];

await main(async () => {
  const [name = BENCHES[0], ...rest] = process.argv.slice(2);
  if (!BENCHES.includes(name)) throw new Error(`Unknown: ${name}. Known: ${BENCHES.join(', ')}`);
  const program = join(ROOT, 'bench', `${name}.ts`);
  return await run(process.execPath, ['--import', 'tsx', program, ...rest], { cwd: ROOT });
});
