import { existsSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How this process was started, as far as it matters to who must type the next command. */
interface Started {
  /** The folder that holds package.json. */
  readonly root: string;
  /** false: an image or an installed package, which has only what the build made. */
  readonly hasSources: boolean;
  readonly workingDir: string;
  /** The program's own file, as it was passed to Node. */
  readonly script: string;
  readonly nodeOptions: readonly string[];
}

/** How help texts and comments write a command; `asTyped` turns it into what the reader must type. */
const AS_WRITTEN = 'npm run -s taquilla --';

/**
 * The words before a command of Taquilla: `taquilla` where it is installed, as in the image, and npm's script in a
 * checkout. npm finds the script only inside of the checkout: elsewhere the program's file is named, as it was to
 * start this process.
 */
export function howToCall({ root, hasSources, workingDir, script, nodeOptions }: Started): string {
  if (!hasSources) return 'taquilla';
  const from = relative(root, workingDir);
  const isInside = from !== '..' && !from.startsWith(`..${sep}`);
  return isInside ? AS_WRITTEN : ['node', ...nodeOptions, script].map(quoted).join(' ');
}

/** A shell takes the word as it is, or gets it in quotes. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

// Both src/kernel and dist/kernel lie two folders below.
const root = fileURLToPath(new URL('../../', import.meta.url));
const called = howToCall({
  root,
  hasSources: existsSync(new URL('../../src/main.ts', import.meta.url)),
  workingDir: process.cwd(),
  script: process.argv[1] ?? 'dist/main.js',
  nodeOptions: process.execArgv,
});

/** A command as the reader must type it: `ownCommand('migrate')`. */
export function ownCommand(args: string): string {
  return `${called} ${args}`;
}

/** A text in which commands are written as for a checkout, with each as the reader must type it. */
export function asTyped(text: string): string {
  return text.replaceAll(AS_WRITTEN, () => called);
}
