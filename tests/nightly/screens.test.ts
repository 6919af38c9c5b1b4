import { describe, expect, test } from 'vitest';
import { faultsOf, useScreens } from '../browser/look-at-screens.ts';
import { SCREENS } from '../browser/screens.ts';

/** Only the screens whose names match this pattern. */
const ONLY = new RegExp(process.env['TAQUILLA_SCREENS'] ?? '');

const looked = useScreens();

describe.each(['en', 'es'] as const)('in %s', (language) => {
  test.each([390, 1440])(
    'no screen shows an id, a raw code or text of the other language, cuts off text, or has barriers, at %i px',
    async (width) => {
      const screens = SCREENS.filter(({ name }) => ONLY.test(name));
      expect(await faultsOf(looked(), screens, language, width)).toEqual({});
    },
  );
});
