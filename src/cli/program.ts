import { Command, CommanderError } from 'commander';
import { type AppError, toAppError } from '../kernel/errors.ts';
import { asTyped } from '../kernel/own-command.ts';
import { addAlerts } from './alerts.ts';
import { addBackup } from './backup.ts';
import { addCheck } from './check.ts';
import { addCleanup } from './cleanup.ts';
import { addConfigurations } from './configurations.ts';
import { addConflicts } from './conflicts.ts';
import { addCreateSuperuser } from './create-superuser.ts';
import { addCredentials } from './credentials.ts';
import { addDemo } from './demo.ts';
import { addDemoStore } from './demo-store.ts';
import { addExamples } from './examples.ts';
import { addExecutions } from './executions.ts';
import { addMigrate } from './migrate.ts';
import { addPreview } from './preview.ts';
import { addProducts } from './products.ts';
import { reportError } from './report-error.ts';
import { addRestore } from './restore.ts';
import { addSecrets } from './secrets.ts';
import { addServe } from './serve.ts';
import type { DefaultLogLevel, OpenSession, Session } from './session.ts';
import { addStatus } from './status.ts';
import { addStores } from './stores.ts';
import { addSync } from './sync.ts';
import { printJson, printLines, type Terminal } from './terminal.ts';
import { addTokens } from './tokens.ts';
import { addUsers } from './users.ts';

/** Turns a command's work into commander's action; the work answers the exit code. */
export type Act = <Options>(
  work: (session: Session, options: Options) => Promise<number>,
  traits?: Traits,
) => (options: Options, command: Command) => Promise<void>;

interface Traits {
  readonly defaultLogLevel?: DefaultLogLevel;
  readonly logsToOut?: boolean;
  /** What `--json` prints when the work throws: such a reader gets a document however things go. */
  readonly failureAsJson?: (error: AppError) => object;
}

/** What commander itself refuses: an unknown option, a missing one. */
const USAGE_EXIT_CODE = 64;

const AFTER_HELP = `
Settings come from the environment or from a file .env; see .env.example.

Exit codes: 0 done · 1 done, but the two sides differ, or status: not well · 64 wrong use · 66 no such thing · 69 a program is missing
            70 a defect · 75 not reachable now or busy, try again · 77 not allowed · 78 settings must change
            130 stopped`;

/** Runs one command line; answers the exit code. Never throws for what a user or a server does. */
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

/** Without the program itself. */
function nameOf(command: Command): string {
  const { parent } = command;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
}

function plainFailure({ kind, code, message }: AppError): object {
  return { error: { kind, code, message } };
}

/** All commands and their options; `act` decides what becomes of them. */
export function buildProgram(act: Act, version: string, terminal: Terminal): Command {
  const program = new Command('taquilla')
    .description(
      'Keeps a ticketing backend in step with WooCommerce, and proves that both agree to the cent.',
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
  addTokens(program, act);
  addCredentials(program, act);
  addSecrets(program, act);
  addConfigurations(program, act);
  addPreview(program, act);
  addStores(program, act);
  addExecutions(program, act);
  addConflicts(program, act);
  addAlerts(program, act);
  addProducts(program, act);
  addSync(program, act);
  addDemoStore(program, act);
  addDemo(program, act);
  addExamples(program);
  return program;
}
