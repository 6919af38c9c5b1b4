import { ADMIN_PASSWORD, type Reader } from './reader.ts';
import type { CommandOutput } from './reader-shell.ts';
import type { Answer } from './taquilla-desk.ts';

/** What a page presupposes, and what its reader does beside the commands. */
export interface PageSetup {
  readonly page: string;
  /** The page's own words for what it presupposes. */
  readonly says: string;
  /**
   * `nothing`: an empty database, and the page names it; `settings`: it is named; `synced`: an event is synced; `old`: a
   * backend of version 0.1.
   */
  readonly begins: 'nothing' | 'settings' | 'synced' | 'old';
  readonly prepare?: (reader: Reader) => Promise<void>;
  /** What somebody types when a command asks. */
  readonly answers?: readonly (readonly [command: RegExp, answers: readonly Answer[]])[];
  /** What the page says to do, but in no command, right before this command. */
  readonly before?: readonly (readonly [command: RegExp, act: (reader: Reader) => Promise<unknown>])[];
  readonly after?: readonly (readonly [
    command: RegExp,
    act: (reader: Reader, said: CommandOutput) => Promise<unknown>,
  ])[];
  /** Commands that end with another exit code than 0, and where the page says so. */
  readonly exits?: readonly (readonly [command: RegExp, code: number, says: string])[];
  /** What commands print that shows the trouble, or that it is over. */
  readonly shows?: readonly (readonly [command: RegExp, text: string | RegExp])[];
  /** Undoes what `prepare` did to the world of all readers. */
  readonly restore?: (reader: Reader) => Promise<void>;
}

const storePassword = (types: string): Answer => ({ question: 'Password of the database user', types });
/** The one of every reader's database user. */
const READER_PASSWORD = 'lectora-muy-secreta';
export const STORE_PASSWORD = storePassword(READER_PASSWORD);
export const GIVES_PASSWORD: readonly Answer[] = [{ question: 'Password at', types: '' }, STORE_PASSWORD];
export const NEW_PASSWORD: readonly Answer[] = [
  { question: 'Password', types: ADMIN_PASSWORD },
  { question: 'again', types: ADMIN_PASSWORD },
];
