import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How this process was started. This decides how the user types the next command. */
interface Started {
  /** The folder with package.json. */
  readonly root: string;
  /** False in an image or an installed package, which contains only the build. */
  readonly hasSources: boolean;
  readonly workingDir: string;
  /** The path of the program's own file, as it was passed to Node. */
  readonly script: string;
  readonly nodeOptions: readonly string[];
}

/** The form of commands in help texts and comments. `asTyped` converts it to what the reader must type. */
const AS_WRITTEN = 'npm run -s taquilla --';

/**
 * The words before a command of Taquilla: `taquilla` if it is installed, as in the image, and npm's script in a
 * checkout. npm finds the script only inside of the checkout. In other folders, the program's file is named, as
 * it was when this process started.
 */
export function howToCall({ root, hasSources, workingDir, script, nodeOptions }: Started): string {
  if (!hasSources) return 'taquilla';
  const from = relative(root, workingDir);
  const isInside = from !== '..' && !from.startsWith(`..${sep}`);
  return isInside ? AS_WRITTEN : ['node', ...nodeOptions, script].map(quoted).join(' ');
}

/** A word that a shell does not change. Other words are quoted. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

// Both src/kernel/program and dist/kernel/program are three folders below the checkout.
const root = fileURLToPath(new URL('../../../', import.meta.url));
const called = howToCall({
  root,
  hasSources: existsSync(join(root, 'src/main.ts')),
  workingDir: process.cwd(),
  script: process.argv[1] ?? 'dist/main.js',
  nodeOptions: process.execArgv,
});

/** A command as the reader must type it: `ownCommand('migrate')`. */
export function ownCommand(args: string): string {
  return `${called} ${args}`;
}

/** A text with commands in the form for a checkout, of which each is replaced by what the reader must type. */
export function asTyped(text: string): string {
  return text.replaceAll(AS_WRITTEN, () => called);
}
