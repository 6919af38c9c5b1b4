import { ADMIN_PASSWORD, type Reader } from './reader.ts';
import type { CommandOutput } from './reader-shell.ts';
import type { Answer } from './taquilla-desk.ts';

/** What a page requires, and what its reader does besides typing commands. */
export interface PageSetup {
  readonly page: string;
  /** The page's own words for its requirements. */
  readonly says: string;
  /**
   * `nothing`: an empty database, which the page names; `settings`: the database is named; `synced`: an event is
   * synced; `old`: a backend of version 0.1.
   */
  readonly begins: 'nothing' | 'settings' | 'synced' | 'old';
  readonly prepare?: (reader: Reader) => Promise<void>;
  /** What the reader types when a command asks. */
  readonly answers?: readonly (readonly [command: RegExp, answers: readonly Answer[]])[];
  /** An action that the page describes right before this command without a command for it. */
  readonly before?: readonly (readonly [command: RegExp, act: (reader: Reader) => Promise<unknown>])[];
  readonly after?: readonly (readonly [
    command: RegExp,
    act: (reader: Reader, said: CommandOutput) => Promise<unknown>,
  ])[];
  /** Commands that end with an exit code other than 0, and the page's words for it. */
  readonly exits?: readonly (readonly [command: RegExp, code: number, says: string])[];
  /** Output of commands that shows the problem, or that it is over. */
  readonly shows?: readonly (readonly [command: RegExp, text: string | RegExp])[];
  /** Undoes the changes of `prepare` to the shared world. */
  readonly restore?: (reader: Reader) => Promise<void>;
}

const storePassword = (types: string): Answer => ({ question: 'Password of the database user', types });
/** The password of every reader's database user. */
const READER_PASSWORD = 'lectora-muy-secreta';
export const STORE_PASSWORD = storePassword(READER_PASSWORD);
export const GIVES_PASSWORD: readonly Answer[] = [{ question: 'Password at', types: '' }, STORE_PASSWORD];
export const NEW_PASSWORD: readonly Answer[] = [
  { question: 'Password', types: ADMIN_PASSWORD },
  { question: 'again', types: ADMIN_PASSWORD },
];
