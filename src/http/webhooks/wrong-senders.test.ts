import { expect, test } from 'vitest';
import { createWrongSenders } from './wrong-senders.ts';

test('after a number of wrong signatures, no body of that sender to that delivery URL is read for a minute', () => {
  let nowMs = 1_000;
  const senders = createWrongSenders(2, () => nowMs);
  for (let at = 0; at < 2; at += 1) {
    expect(senders.waitOf('a', '192.0.2.1')).toBeNull();
    senders.noteWrong('a', '192.0.2.1');
  }
  expect(senders.waitOf('a', '192.0.2.1')).toBe(60);
  expect([senders.waitOf('a', '192.0.2.2'), senders.waitOf('b', '192.0.2.1')]).toEqual([null, null]);
  nowMs += 60_000;
  expect(senders.waitOf('a', '192.0.2.1')).toBeNull();
});

test('a sender of a right delivery is read for an hour, whatever else comes from its address', () => {
  let nowMs = 1_000;
  const senders = createWrongSenders(1, () => nowMs);
  senders.noteRight('a', '192.0.2.1');
  senders.noteWrong('a', '192.0.2.1');
  expect(senders.waitOf('a', '192.0.2.1')).toBeNull();
  nowMs += 3_600_001;
  senders.noteWrong('a', '192.0.2.1');
  expect(senders.waitOf('a', '192.0.2.1')).toBe(60);
});
