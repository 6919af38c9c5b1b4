import type { ReasonCode, ReasonFigures, ShownFigures } from './reason.ts';

/** Writes figures in one language. */
export interface Writer {
  /** An amount with its currency: `CLP 50,000`. */
  readonly money: (amount: string) => string;
  /** A number of things: `1,200`. */
  readonly count: (number: number) => string;
  /** `12`, `12 and 14`. Ids have no separators. */
  readonly list: (names: readonly (string | number)[]) => string;
  /** `12`, `12 or 14`. */
  readonly anyOf: (names: readonly (string | number)[]) => string;
  /** A decimal number: `12.5`. */
  readonly number: (decimal: string) => string;
  /** Our word for an order's status. */
  readonly status: (status: string) => string;
}

/** The sentence of each reason in one language. */
export type ReasonWords = {
  readonly [Code in ReasonCode]: (figures: ShownFigures<ReasonFigures[Code]>, write: Writer) => string;
};
