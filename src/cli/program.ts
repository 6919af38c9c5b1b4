import { Command, CommanderError } from 'commander';
import { type AppError, toAppError } from '../kernel/errors.ts';
import { asTyped } from '../kernel/program/own-command.ts';
import type { Act } from './act.ts';
import { addBackup } from './commands/backup/backup.ts';
import { addRestore } from './commands/backup/restore.ts';
import { addCheck } from './commands/check/check.ts';
import { addConfigurations } from './commands/configurations/configurations.ts';
import { addConflicts } from './commands/configurations/conflicts.ts';
import { addPreview } from './commands/configurations/preview.ts';
import { addProducts } from './commands/configurations/products.ts';
import { addRemovals } from './commands/configurations/removals.ts';
import { addCredentialsCommands } from './commands/credentials/credentials.ts';
import { addSecrets } from './commands/credentials/secrets.ts';
import { addStores } from './commands/credentials/stores.ts';
import { addDemo } from './commands/demo/demo.ts';
import { addDemoStore } from './commands/demo/demo-store.ts';
import { addExecutions } from './commands/executions/executions.ts';
import { addRejects } from './commands/executions/rejects.ts';
import { addSync } from './commands/executions/sync.ts';
import { addAlerts } from './commands/operation/alerts.ts';
import { addChanges } from './commands/operation/changes.ts';
import { addCleanup } from './commands/operation/cleanup.ts';
import { addMigrate } from './commands/operation/migrate.ts';
import { addOutbound } from './commands/operation/outbound.ts';
import { addReader } from './commands/operation/reader.ts';
import { addServe } from './commands/operation/serve.ts';
import { addStatus } from './commands/operation/status.ts';
import { addPayouts } from './commands/settlement/payouts.ts';
import { addStatements } from './commands/settlement/statements.ts';
import { addEdits } from './commands/ticketing/edits.ts';
import { addExplain } from './commands/ticketing/explain.ts';
import { addExport } from './commands/ticketing/export.ts';
import { addCreateSuperuser } from './commands/users/create-superuser.ts';
import { addTokens } from './commands/users/tokens.ts';
import { addUsers } from './commands/users/users.ts';
import { addExamples } from './examples.ts';
import { reportError } from './output/report-error.ts';
import { printJson, printLines, type Terminal } from './output/terminal.ts';
import type { OpenSession } from './session.ts';

/** The codes of commander's own errors: an unknown option, or a missing one. */
const USAGE_EXIT_CODE = 64;

const AFTER_HELP = `
Settings come from the environment or from a file .env; see .env.example.

Exit codes: 0 done · 1 done, but the two sides differ, or status: not healthy · 64 wrong use · 66 no such thing · 69 a program is missing
            70 a defect · 75 not reachable now or busy, try again · 77 not allowed · 78 settings must change
            130 stopped`;

/**
 * Runs one command line and returns the exit code. Errors of a user or a server are reported and never thrown.
 */
export async function runCommandLine(
  argv: readonly string[],
  parts: { readonly version: string; readonly terminal: Terminal; readonly openSession: OpenSession },
): Promise<number> {
  const { terminal } = parts;
  let exitCode = 0;
  let verbose = false;
  let printFailure: (error: AppError) => void = () => undefined;
  const act: Act = (work, traits = {}) => {
    const { defaultLogLevel = 'silent', logsToOut = false, failureAsJson = plainFailure } = traits;
    return async (options, command) => {
      const given: { verbose?: boolean; json?: boolean } = command.optsWithGlobals();
      verbose = given.verbose === true;
      if (given.json === true) printFailure = (error) => printJson(terminal.out, failureAsJson(error));
      const session = parts.openSession({ command: nameOf(command), verbose, defaultLogLevel, logsToOut });
      verbose ||= session.log.isLevelEnabled('debug');
      exitCode = await work(session, options);
    };
  };
  try {
    await buildProgram(act, parts.version, terminal).parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
    const known = toAppError(error);
    printFailure(known);
    return reportError(terminal, known, verbose);
  }
}

/** The name of the command, without the name of the program. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

function plainFailure({ kind, code, message }: AppError): object {
  return { error: { kind, code, message } };
}

/** All commands and their options; `act` runs them. */
export function buildProgram(act: Act, version: string, terminal: Terminal): Command {
  const program = new Command('taquilla')
    .description(
      'Keeps a ticketing backend in sync with WooCommerce, and proves that both agree to the cent.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--verbose', 'log everything and show the details of errors')
    .showSuggestionAfterError()
    .showHelpAfterError('Try it with --help.')
    .configureHelp({ showGlobalOptions: true, minWidthToWrap: 20 })
    .configureOutput({
      writeOut: (text) => printLines(terminal.out, asTyped(text)),
      writeErr: (text) => printLines(terminal.err, asTyped(text)),
    })
    .exitOverride()
    .addHelpText('after', AFTER_HELP);
  addMigrate(program, act);
  addCheck(program, act);
  addStatus(program, act);
  addCreateSuperuser(program, act);
  addUsers(program, act);
  addServe(program, act);
  addCleanup(program, act);
  addBackup(program, act);
  addRestore(program, act);
  addReader(program, act);
  addTokens(program, act);
  addCredentialsCommands(program, act);
  addSecrets(program, act);
  addConfigurations(program, act);
  addPreview(program, act);
  addStores(program, act);
  addExecutions(program, act);
  addConflicts(program, act);
  addRejects(program, act);
  addRemovals(program, act);
  addStatements(program, act);
  addPayouts(program, act);
  addEdits(program, act);
  addExport(program, act);
  addExplain(program, act);
  addChanges(program, act);
  addOutbound(program, act);
  addAlerts(program, act);
  addProducts(program, act);
  addSync(program, act);
  addDemoStore(program, act);
  addDemo(program, act);
  addExamples(program);
  return program;
}
