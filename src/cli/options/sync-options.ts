import { z } from 'zod';
import { type Money, parseMoney } from '../../kernel/money/money.ts';
import { isTimezone } from '../../kernel/time/timezone.ts';
import { DEPTHS, type Depth } from '../../vocabulary/depths.ts';
import { lineOption, parseOptions } from './options.ts';

/** What `taquilla sync --store-url` was asked for, checked. */
export interface SyncOptions extends ProductOptions {
  readonly storeUrl: string;
  readonly prefix: string | null;
  readonly json: boolean;
}

/** Which product is to be kept as which event. */
export interface ProductOptions {
  readonly productId: number;
  readonly eventName: string;
  readonly organizerEmail: string;
  readonly organizerName: string | null;
  /** Percentage as Money: 10 % is 10_00000000n. */
  readonly serviceFee: Money;
  readonly tierName: string;
  /** true: another organizer may have the same product as well. */
  readonly anotherOrganizer: boolean;
  /** null: the store's own, else the installation's. */
  readonly timeZone: string | null;
}

const FEE = 'must be a percentage from 0 to 100 with at most two decimals';

const PRODUCT = z.object({
  product: z
    .string({ error: 'is needed' })
    .regex(/^[1-9]\d{0,14}$/, { error: 'must be the product number that WooCommerce shows' })
    .transform(Number),
  eventName: lineOption(255),
  organizerEmail: z.email({ error: 'must be an e-mail address' }).max(254, { error: 'is too long' }),
  organizerName: lineOption(255).nullable().default(null),
  serviceFee: z
    .string()
    .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, { error: FEE })
    .transform((text) => parseMoney(text)),
  tierName: lineOption(255),
  anotherOrganizer: z.boolean().default(false),
  timeZone: z
    .string()
    .refine(isTimezone, { error: 'must be the name of a time zone, like America/Santiago' })
    .nullable()
    .default(null),
});

const OPTIONS = PRODUCT.extend({
  storeUrl: z.string({ error: 'or --configuration is needed' }),
  prefix: z
    .string()
    .regex(/^\w+$/, { error: 'may hold letters, digits and _ only' })
    .nullable()
    .default(null),
  json: z.boolean().default(false),
});

const DEPTH = z.object({
  depth: z.enum(DEPTHS, { error: 'must be quick, sweep or full' }).nullable().default(null),
});

/** @throws invalid `cli.options` */
export function parseDepth(given: unknown): { readonly depth: Depth | null } {
  return parseOptions(DEPTH, given);
}

/**
 * The options as typed → what they mean; all faults at once, each with its option.
 *
 * @throws invalid `cli.options`
 */
export function parseSyncOptions(given: unknown): SyncOptions {
  const { product, ...rest } = parseOptions(OPTIONS, given);
  return { ...rest, productId: product };
}

/** @throws invalid `cli.options` */
export function parseProductOptions(given: unknown): ProductOptions {
  const { product, ...rest } = parseOptions(PRODUCT, given);
  return { ...rest, productId: product };
}
