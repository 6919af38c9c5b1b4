import { expect, it } from 'vitest';
import { createWrongSenders } from './wrong-senders.ts';

const DAY_MS = 24 * 3_600_000;

function sendersAt() {
  const clock = { ms: 1_000 };
  const senders = createWrongSenders(2, () => clock.ms);
  const wrong = (times: number, address = '192.0.2.1'): void => {
    for (let at = 0; at < times; at += 1) senders.noteWrong('set', address);
  };
  return { clock, senders, wrong, wait: (address = '192.0.2.1') => senders.waitOf('set', address) };
}

it('a quiet store is read for 30 days after its last right delivery, whatever its neighbour sends', () => {
  const { clock, senders, wrong, wait } = sendersAt();
  senders.noteRight('set', '192.0.2.1');
  clock.ms += 29 * DAY_MS;
  wrong(2);
  expect(wait()).toBeNull();
  clock.ms += 2 * DAY_MS;
  wrong(2);
  expect(wait()).toBe(15);
});

it('one body in 15 seconds is read of an address that sent too many wrong ones', () => {
  const { clock, wrong, wait } = sendersAt();
  wrong(2);
  clock.ms += 14_000;
  expect(wait()).toBe(1);
  clock.ms += 1_000;
  expect([wait(), wait()]).toEqual([null, 15]);
});

it('strangers are forgotten before a store', () => {
  const { senders, wrong, wait } = sendersAt();
  senders.noteRight('set', '192.0.2.1');
  for (let at = 0; at < 10_001; at += 1) {
    senders.noteWrong('set', `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`);
  }
  wrong(2);
  expect(wait()).toBeNull();
});
