import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { faultsOf } from '../browser/look-at-screens.ts';
import { openBrowser } from '../browser/panel-world.ts';
import { openScreenWorld, type ScreenWorld } from '../browser/screen-world.ts';
import { SCREENS } from '../browser/screens.ts';

/** Some screens alone: those whose names this fits. */
const ONLY = new RegExp(process.env['TAQUILLA_SCREENS'] ?? '');

let world: ScreenWorld;
let browser: Browser;

beforeAll(async () => {
  world = await openScreenWorld(inject('panelDir'));
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await world.close();
});

describe.each(['en', 'es'] as const)('in %s', (language) => {
  test.each([390, 1440])(
    'no screen says an id, a raw code or the other language, nor is cut, at %i px',
    async (width) => {
      const screens = SCREENS.filter(({ name }) => ONLY.test(name));
      expect(await faultsOf({ browser, world }, screens, language, width)).toEqual({});
    },
  );
});
