import { z } from 'zod';
import { configurationInput } from '../../contract/configuration.ts';
import { credentialsInput } from '../../contract/credentials.ts';
import { type Money, parseMoney } from '../../kernel/money/money.ts';
import { DEPTHS, type Depth } from '../../vocabulary/depths.ts';
import { fieldOption, parseOptions } from './options.ts';

/** What `taquilla sync --store-url` was asked for, checked. */
export interface SyncOptions extends ProductOptions {
  readonly storeUrl: string;
  readonly prefix: string | null;
  readonly json: boolean;
}

/** Which product is to be kept as which event. */
export interface ProductOptions {
  readonly productId: number;
  /** All products of the event; null: the one alone, or those that it has. */
  readonly productIds: readonly number[] | null;
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

/** Which option is a field that the products of an event may break. */
export const PRODUCT_FLAGS = { woocommerce_product_ids: '--products' };

const FEE = 'must be a percentage from 0 to 100 with at most two decimals';

const FIELDS = configurationInput.shape;

const PRODUCT = z.object({
  product: fieldOption(
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number)
      .pipe(FIELDS.woocommerce_product_id),
    'must be the product number that WooCommerce shows',
  ),
  products: fieldOption(
    z.string().transform(numbersOf).pipe(FIELDS.woocommerce_product_ids.unwrap()),
    'must be product numbers with commas between them',
  )
    .nullable()
    .default(null),
  eventName: fieldOption(FIELDS.event_name),
  organizerEmail: fieldOption(FIELDS.organizer_email, 'must be an e-mail address'),
  organizerName: fieldOption(FIELDS.organizer_name.unwrap()).nullable().default(null),
  serviceFee: fieldOption(FIELDS.service_fee_percentage, FEE).transform((text): Money => parseMoney(text)),
  tierName: fieldOption(FIELDS.ticket_tier_name.unwrap()),
  anotherOrganizer: z.boolean().default(false),
  timeZone: fieldOption(FIELDS.timezone.unwrap(), 'must be the name of a time zone, like America/Santiago')
    .nullable()
    .default(null),
});

/** `173911,174051` → numbers; what is no number stays one that no product has. */
export function numbersOf(text: string): readonly number[] {
  return text.split(',').map((part) => (/^\d{1,16}$/.test(part.trim()) ? Number(part) : Number.NaN));
}

const OPTIONS = PRODUCT.extend({
  storeUrl: z.string({ error: 'or --configuration is needed' }),
  prefix: fieldOption(
    credentialsInput.shape.table_prefix.unwrap().unwrap(),
    'may hold letters, digits and _ only, at most 60 of them',
  )
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
  const { product, products, ...rest } = parseOptions(OPTIONS, given);
  return { ...rest, productId: product, productIds: products };
}

/** @throws invalid `cli.options` */
export function parseProductOptions(given: unknown): ProductOptions {
  const { product, products, ...rest } = parseOptions(PRODUCT, given);
  return { ...rest, productId: product, productIds: products };
}
