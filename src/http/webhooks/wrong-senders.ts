import { networkOf } from '../auth/network-of.ts';

const WINDOW_MS = 60_000;
/** An address that sent a right delivery within this time may be that of the store. */
const TRUSTED_MS = 3_600_000;
/** The maximum number of senders that are remembered, the newest ones. */
const MOST_SENDERS = 10_000;

interface Sender {
  wrong: number;
  windowEndsMs: number;
  trustedUntilMs: number;
}

/** The senders to one delivery URL whose bodies turned out to have a wrong signature. */
export interface WrongSenders {
  /** For how many more seconds no body of this sender is read; null if the next one is. */
  waitOf(credentialsId: string, address: string): number | null;
  noteWrong(credentialsId: string, address: string): void;
  noteRight(credentialsId: string, address: string): void;
}

/**
 * Counts wrong signatures by delivery URL and address, so that a body that would be refused in any case is not read.
 * A store may share its address with a site whose secret is wrong, so an address from which a right delivery came within
 * an hour is always read: a store disables a webhook that is refused a few times.
 *
 * @param most how many wrong bodies of a sender are read in a minute
 */
export function createWrongSenders(most: number, elapsedMs: () => number): WrongSenders {
  const senders = new Map<string, Sender>();
  const keyOf = (credentialsId: string, address: string): string => `${credentialsId} ${networkOf(address)}`;
  const senderOf = (key: string): Sender => {
    const nowMs = elapsedMs();
    const sender = senders.get(key) ?? { wrong: 0, windowEndsMs: 0, trustedUntilMs: 0 };
    if (sender.windowEndsMs <= nowMs) {
      sender.wrong = 0;
      sender.windowEndsMs = nowMs + WINDOW_MS;
    }
    // The one that was noted last is the last to be forgotten.
    senders.delete(key);
    senders.set(key, sender);
    if (senders.size > MOST_SENDERS) {
      const oldest = senders.keys().next().value;
      if (oldest !== undefined) senders.delete(oldest);
    }
    return sender;
  };
  return {
    waitOf(credentialsId, address) {
      const sender = senders.get(keyOf(credentialsId, address));
      const nowMs = elapsedMs();
      if (sender === undefined || sender.windowEndsMs <= nowMs || sender.wrong < most) return null;
      return sender.trustedUntilMs > nowMs ? null : Math.ceil((sender.windowEndsMs - nowMs) / 1000);
    },
    noteWrong(credentialsId, address) {
      senderOf(keyOf(credentialsId, address)).wrong += 1;
    },
    noteRight(credentialsId, address) {
      senderOf(keyOf(credentialsId, address)).trustedUntilMs = elapsedMs() + TRUSTED_MS;
    },
  };
}
