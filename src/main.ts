import { setFlagsFromString } from 'node:v8';
import { reportError } from './cli/output/report-error.ts';
import { createStopWatch } from './cli/output/stop-watch.ts';
import { requireOpenFiles, toAppError } from './kernel/errors.ts';
import { readProgramVersion } from './kernel/program/program-version.ts';

// By default, Node lets the heap grow to several times its live data before it collects garbage. A sync keeps
// little of what it reads, so this saves a third of the memory and costs a few more collections.
setFlagsFromString('--heap-growing-percent=70');

const terminal = { in: process.stdin, out: process.stdout, err: process.stderr };
const watch = createStopWatch(
  terminal.err,
  () => performance.now(),
  () => process.exit(130),
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, watch.onSignal);
process.on('uncaughtException', (error) => process.exit(reportError(terminal, toAppError(error), true)));
// `taquilla products | head` closes the output early, which is not an error.
terminal.out.on('error', () => process.exit(0));

try {
  requireOpenFiles();
} catch (error) {
  process.exit(reportError(terminal, toAppError(error), false));
}
// All other modules are loaded at once, one file each.
const [{ createSession }, { runCommandLine }, { loadConfig }] = await Promise.all([
  import('./app/app.ts'),
  import('./cli/program.ts'),
  import('./app/config/config.ts'),
]);
const version = readProgramVersion();
const exitCode = await runCommandLine(process.argv.slice(2), {
  version,
  terminal,
  openSession: (options) => createSession(loadConfig(), { terminal, stop: watch.stop, version }, options),
});
// Open handles (an idle connection, a prompt) must not keep the shell waiting.
process.exit(exitCode);
