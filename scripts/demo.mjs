import { main, ROOT } from './bootstrap.mjs';
import { run } from './run.mjs';

// The command itself fetches MariaDB where it is missing.
await main(() =>
  run(process.execPath, ['--import', 'tsx', 'src/main.ts', 'demo', ...process.argv.slice(2)], { cwd: ROOT }),
);
