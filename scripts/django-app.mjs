import { join } from 'node:path';
import { main, ROOT } from './bootstrap.mjs';
import { run } from './run.mjs';

/** Writes the files of ops/django that follow from the migrated schema. */
await main(async () => {
  const program = join(ROOT, 'ops', 'django', 'generate', 'generate.ts');
  return await run(process.execPath, ['--import', 'tsx', program], { cwd: ROOT });
});
