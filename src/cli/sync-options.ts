import { z } from 'zod';
import { AppError } from '../kernel/errors.ts';
import { type Money, parseMoney } from '../kernel/money.ts';

/** What `taquilla sync` was asked for, checked. */
export interface SyncOptions {
  readonly storeUrl: string;
  readonly prefix: string | null;
  readonly productId: number;
  readonly eventName: string;
  readonly organizerEmail: string;
  readonly organizerName: string | null;
  /** Percentage as Money: 10 % is 10_00000000n. */
  readonly serviceFee: Money;
  readonly tierName: string;
  readonly json: boolean;
}

const FEE = 'must be a percentage from 0 to 100 with at most two decimals';

const OPTIONS = z.object({
  storeUrl: z.string(),
  prefix: z
    .string()
    .regex(/^\w+$/, { error: 'may hold letters, digits and _ only' })
    .nullable()
    .default(null),
  product: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, { error: 'must be the product number that WooCommerce shows' })
    .transform(Number),
  eventName: z.string().trim().min(1, { error: 'must not be empty' }).max(255, { error: 'is too long' }),
  organizerEmail: z.email({ error: 'must be an e-mail address' }).max(254, { error: 'is too long' }),
  organizerName: z.string().trim().min(1, { error: 'must not be empty' }).nullable().default(null),
  serviceFee: z
    .string()
    .regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, { error: FEE })
    .transform((text) => parseMoney(text)),
  tierName: z.string().trim().min(1, { error: 'must not be empty' }).max(255, { error: 'is too long' }),
  json: z.boolean().default(false),
});

/**
 * The options as typed → what they mean; all faults at once, each with its option.
 *
 * @throws invalid `cli.options`
 */
export function parseSyncOptions(given: unknown): SyncOptions {
  const parsed = OPTIONS.safeParse(given);
  if (parsed.success) {
    const { product, ...rest } = parsed.data;
    return { ...rest, productId: product };
  }
  const faults = parsed.error.issues.map((issue) => `${flagOf(String(issue.path[0]))} ${issue.message}`);
  throw new AppError({ kind: 'invalid', code: 'cli.options', message: `${faults.join('; ')}.` });
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
