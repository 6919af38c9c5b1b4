import { join } from 'node:path';
import { main, ROOT } from './bootstrap.mjs';
import { run } from './run.mjs';

/** Writes the tables of docs/errors.md and docs/es/errors.md from the catalogue of errors. */
await main(async () => {
  const program = join(ROOT, 'ops', 'error-pages', 'generate.ts');
  return await run(process.execPath, ['--import', 'tsx', program], { cwd: ROOT });
});
