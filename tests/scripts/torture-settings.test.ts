import { expect, it } from 'vitest';
import { tortureSettings } from '../../scripts/torture-settings.mjs';

it('accepts the options of a torture run, and draws another seed for each run that names none', () => {
  expect(tortureSettings(['--minutes', '3', '--seed', '7', '--carrier', 'postgres'])).toEqual({
    TORTURE_MINUTES: '3',
    TORTURE_SEED: '7',
    TORTURE_CARRIER: 'postgres',
  });
  expect(tortureSettings(['--one-process'])).toEqual({
    TORTURE_MINUTES: '15',
    TORTURE_SEED: expect.stringMatching(/^\d{1,6}$/),
    TORTURE_ONE_PROCESS: '1',
  });
});

it.each([
  ['--minutes', '0', '--minutes takes a whole number from 1 to 9999.'],
  ['--seed', 'x', '--seed takes a whole number.'],
  ['--carrier', 'rabbit', '--carrier is one of redis, postgres.'],
])('refuses %s %s', (option, value, sentence) => {
  expect(() => tortureSettings([option, value])).toThrow(sentence);
});

it('refuses unknown options', () => {
  expect(() => tortureSettings(['--minuts', '3'])).toThrow('--minuts');
});
