import './require-node.mjs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { lockInstall } from './install-lock.mjs';
import { isInstalled } from './installed.mjs';
import { run } from './run.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs what the lock file requires, unless it is installed already. It runs before any dependency exists,
 * so it is plain JavaScript. It does not matter whether npm runs the packages' install scripts: esbuild finds
 * its program without them, and the bundled PostgreSQL is repaired when it starts.
 */
export async function bootstrap() {
  if (isInstalled(ROOT)) return;
  const release = await lockInstall(ROOT, () =>
    say('Waiting for another process that installs packages here …'),
  );
  try {
    if (isInstalled(ROOT)) return;
    say('Installing packages (once) …');
    // NODE_ENV=production, or npm's own settings, would leave out packages that are needed.
    const code = await npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']);
    if (code !== 0) throw new Error(`npm ci failed (exit code ${code}); see its output above.`);
  } finally {
    release();
  }
}

/** Runs a script's work and reports a failure in one sentence. */
export async function main(work) {
  try {
    await bootstrap();
    process.exitCode = await work();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 69;
  }
}

/**
 * The npm that called us, or else the one on PATH. Its messages go to standard error, because standard output
 * may carry a command's results.
 */
async function npm(args) {
  const options = { cwd: ROOT, stdio: ['ignore', 2, 2] };
  const caller = process.env.npm_execpath ?? '';
  if (caller.endsWith('npm-cli.js')) return await run(process.execPath, [caller, ...args], options);
  try {
    return await run('npm', args, options);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error('npm is not on PATH. It comes with Node: https://nodejs.org', { cause: error });
  }
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(async () => 0);
