import { main, ROOT } from './bootstrap.mjs';
import { run } from './run.mjs';
import { tool } from './steps.mjs';

const WITHOUT_PANEL = ['--once', '--clean', '--help', '-h'];

// The command itself downloads MariaDB if it is missing.
await main(async () => {
  const args = process.argv.slice(2);
  if (!args.some((arg) => WITHOUT_PANEL.includes(arg))) {
    console.log('Building the admin panel');
    const code = await tool('vite', 'build', 'admin', '--logLevel', 'warn');
    if (code !== 0) return code;
  }
  return await run(process.execPath, ['scripts/taquilla.mjs', 'demo', ...args], { cwd: ROOT });
});
