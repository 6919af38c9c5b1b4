import { networkOf } from '../auth/network-of.ts';

const WINDOW_MS = 60_000;
/** An address that sent a right delivery within this time may be that of the store. A quiet store sells little. */
const TRUSTED_MS = 30 * 24 * 3_600_000;
/** Even if too many were wrong, one body is read in this time: the address may be that of a store that has sent nothing since the start. */
const READ_AGAIN_MS = 15_000;
/** The maximum number of senders that are remembered, the newest ones. */
const MOST_SENDERS = 10_000;

interface Sender {
  wrong: number;
  windowEndsMs: number;
  trustedUntilMs: number;
  lastReadMs: number;
}

/** The senders to one delivery URL whose bodies turned out to have a wrong signature. */
export interface WrongSenders {
  /** For how many more seconds no body of this sender is read; null if this one may be read. */
  waitOf(credentialsId: string, address: string): number | null;
  noteWrong(credentialsId: string, address: string): void;
  noteRight(credentialsId: string, address: string): void;
}

/**
 * Counts wrong signatures by delivery URL and address, so that a body that would be refused in any case is not read.
 * A store may share its address with a site whose secret is wrong, so an address from which a right delivery came within
 * thirty days is always read, and any other one now and then: a store disables a webhook that is refused a few times.
 *
 * @param most how many wrong bodies of a sender are read in a minute
 */
export function createWrongSenders(most: number, elapsedMs: () => number): WrongSenders {
  const senders = new Map<string, Sender>();
  const keyOf = (credentialsId: string, address: string): string => `${credentialsId} ${networkOf(address)}`;
  /** A store is forgotten after all strangers. */
  const oldestStranger = (nowMs: number): string | undefined => {
    for (const [key, { trustedUntilMs }] of senders) if (trustedUntilMs <= nowMs) return key;
    return undefined;
  };
  const senderOf = (key: string): Sender => {
    const nowMs = elapsedMs();
    const sender = senders.get(key) ?? { wrong: 0, windowEndsMs: 0, trustedUntilMs: 0, lastReadMs: nowMs };
    if (sender.windowEndsMs <= nowMs) {
      sender.wrong = 0;
      sender.windowEndsMs = nowMs + WINDOW_MS;
    }
    // The one that was noted last is the last to be forgotten.
    senders.delete(key);
    senders.set(key, sender);
    if (senders.size > MOST_SENDERS) {
      const forgotten = oldestStranger(nowMs) ?? senders.keys().next().value;
      if (forgotten !== undefined) senders.delete(forgotten);
    }
    return sender;
  };
  return {
    waitOf(credentialsId, address) {
      const sender = senders.get(keyOf(credentialsId, address));
      const nowMs = elapsedMs();
      if (sender === undefined || sender.windowEndsMs <= nowMs || sender.wrong < most) return null;
      if (sender.trustedUntilMs > nowMs) return null;
      const waitMs = Math.min(sender.windowEndsMs, sender.lastReadMs + READ_AGAIN_MS) - nowMs;
      if (waitMs > 0) return Math.ceil(waitMs / 1000);
      sender.lastReadMs = nowMs;
      return null;
    },
    noteWrong(credentialsId, address) {
      const sender = senderOf(keyOf(credentialsId, address));
      sender.wrong += 1;
      sender.lastReadMs = elapsedMs();
    },
    noteRight(credentialsId, address) {
      senderOf(keyOf(credentialsId, address)).trustedUntilMs = elapsedMs() + TRUSTED_MS;
    },
  };
}
