import { Transform } from 'node:stream';

/** What the bodies of simultaneous deliveries may take. @unit bytes */
interface BodyLimits {
  readonly all: number;
  /** Those to one delivery URL. */
  readonly perSet: number;
  /** Those from one address. */
  readonly perAddress: number;
}

/** The room that the body of one delivery takes. */
export interface BodyPlace {
  /** Takes more room. False if there is none; then nothing was taken. */
  take(bytes: number): boolean;
  /** Gives all of it back. */
  free(): void;
}

/**
 * Counts the memory of bodies that arrive. A stranger who knows one delivery URL can fill only a part of it, so that
 * the deliveries of other stores still have room, and those of the same store that come from another address.
 */
export function createBodyRoom(limits: BodyLimits): {
  place(credentialsId: string, address: string): BodyPlace;
} {
  const taken = new Map<string, number>();
  return {
    place(credentialsId, address) {
      const counts = [
        ['all', limits.all],
        [`set ${credentialsId}`, limits.perSet],
        [`address ${address}`, limits.perAddress],
      ] as const;
      let mine = 0;
      const add = (bytes: number): void => {
        mine += bytes;
        for (const [key] of counts) {
          const left = (taken.get(key) ?? 0) + bytes;
          if (left === 0) taken.delete(key);
          else taken.set(key, left);
        }
      };
      return {
        take(bytes) {
          if (counts.some(([key, most]) => (taken.get(key) ?? 0) + bytes > most)) return false;
          add(bytes);
          return true;
        },
        free: () => add(-mine),
      };
    },
  };
}

/** A stream that takes room for what passes through it, and fails when there is none. */
export function takingRoom(place: BodyPlace, noRoom: () => Error): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (place.take(chunk.length)) done(null, chunk);
      else done(noRoom());
    },
  });
}
