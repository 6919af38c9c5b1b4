/**
 * Random numbers from a seed. The same seed and stream give the same numbers on every machine, so a demo store
 * is the same everywhere. Each order draws from a stream of its own, so one more draw in one order does not
 * change others.
 */
export interface Random {
  /** A whole number from `from` to `to`, including both. */
  between(from: number, to: number): number;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
  pick<const Choices extends readonly [unknown, ...unknown[]]>(choices: Choices): Choices[number];
  /** One of the values, with a probability in proportion to its weight. */
  weighted<T>(choices: readonly [Weighted<T>, ...Weighted<T>[]]): T;
  /** A text of `length` characters of `alphabet`. */
  text(length: number, alphabet: string): string;
}

export type Weighted<T> = readonly [weight: number, value: T];

const WORD = 0x1_0000_0000;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
export const ALPHANUMERIC = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;
export const HEX_DIGITS = '0123456789abcdef';

export function createRandom(seed: number, stream: number): Random {
  let state = mix(seed ^ mix(stream + 0x9e37_79b9));

  const below = (limit: number): number => {
    state = (state + 0x6d2b_79f5) | 0;
    return Math.floor((mix(state) / WORD) * limit);
  };

  return {
    between: (from, to) => from + below(to - from + 1),
    chance: (percent) => below(10_000) < percent * 100,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    weighted: (choices) => {
      let rest = below(choices.reduce((all, [weight]) => all + weight, 0));
      for (const [weight, value] of choices) {
        rest -= weight;
        if (rest < 0) return value;
      }
      return choices[0][1];
    },
    text: (length, alphabet) => {
      let text = '';
      for (let at = 0; at < length; at += 1) text += alphabet.charAt(below(alphabet.length));
      return text;
    },
  };
}

/** Spreads each bit of a 32-bit word over all of its bits. The result is unsigned. */
function mix(word: number): number {
  let value = word | 0;
  value = Math.imul(value ^ (value >>> 16), 0x21f0_aaad);
  value = Math.imul(value ^ (value >>> 15), 0x735a_2d97);
  return (value ^ (value >>> 15)) >>> 0;
}
