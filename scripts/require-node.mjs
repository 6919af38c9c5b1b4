// Loaded before anything else, so that an old Node prints a sentence instead of a stack trace. Use only old
// syntax here.
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = manifest.engines.node.replace('>=', '').split('.').map(Number);
const present = process.versions.node.split('.').map(Number);

if (present[0] < needed[0] || (present[0] === needed[0] && present[1] < needed[1])) {
  console.error(
    `Taquilla needs Node ${needed.join('.')} or newer, and this is Node ${process.versions.node}. Get it from https://nodejs.org`,
  );
  process.exit(69);
}
