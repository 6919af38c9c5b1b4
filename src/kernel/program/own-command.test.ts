import { expect, test } from 'vitest';
import { asTyped, howToCall, ownCommand } from './own-command.ts';

const CHECKOUT = { root: '/srv/taquilla/', hasSources: true, nodeOptions: [] };

test.each([
  ['npm in a checkout', { workingDir: '/srv/taquilla', script: '/srv/taquilla/src/main.ts' }],
  ['the built program in a checkout', { workingDir: '/srv/taquilla', script: '/srv/taquilla/dist/main.js' }],
  ['a folder inside of the checkout', { workingDir: '/srv/taquilla/docs', script: '../dist/main.js' }],
  ['a folder whose name begins with dots', { workingDir: '/srv/taquilla/..old', script: '../dist/main.js' }],
])('from %s a command is called with npm', (_name, started) => {
  expect(howToCall({ ...CHECKOUT, ...started })).toBe('npm run -s taquilla --');
});

test.each(['/app', '/', '/srv/taquilla/src'])(
  'the image and an installed package call %s taquilla',
  (workingDir) => {
    const started = { root: '/app/', hasSources: false, workingDir, nodeOptions: ['--enable-source-maps'] };
    expect(howToCall({ ...started, script: '/app/dist/main.js' })).toBe('taquilla');
  },
);

test('elsewhere, without the npm script, the file is named as it was to start this process', () => {
  const away = { ...CHECKOUT, workingDir: '/srv', script: '/srv/taquilla/dist/main.js' };
  expect(howToCall(away)).toBe('node /srv/taquilla/dist/main.js');
  const beside = { ...away, workingDir: '/srv/taquilla-old', nodeOptions: ['--import', 'tsx'] };
  expect(howToCall({ ...beside, script: '/srv/my tickets/src/main.ts' })).toBe(
    "node --import tsx '/srv/my tickets/src/main.ts'",
  );
});

test('help texts and messages name the same command', () => {
  expect(asTyped('Run it:\n  $ npm run -s taquilla -- migrate')).toBe(
    `Run it:\n  $ ${ownCommand('migrate')}`,
  );
});
