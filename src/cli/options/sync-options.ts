import type { Command } from 'commander';
import { z } from 'zod';
import { CONFIGURATION_DEFAULTS, type ProductRequest } from '../../configurations/create-configuration.ts';
import { configurationInput, triggerInput } from '../../contract/configuration.ts';
import { credentialsInput } from '../../contract/credentials.ts';
import { formatMinor, type Money, parseMoney } from '../../kernel/money/money.ts';
import { DEPTHS, type Depth, MOST_TARGETS } from '../../vocabulary/depths.ts';
import { fieldOption, invalidOptions, parseOptions } from './options.ts';

/** The parsed options of `taquilla sync --store-url`. */
export interface SyncOptions extends ProductOptions {
  readonly storeUrl: string;
  readonly prefix: string | null;
  readonly json: boolean;
}

/** The product, and the event for which it is configured. */
export interface ProductOptions {
  readonly productId: number;
  /**
   * All products of the event. Null keeps those of an existing configuration; a new one gets the one product
   * only.
   */
  readonly productIds: readonly number[] | null;
  readonly eventName: string;
  readonly organizerEmail: string;
  readonly organizerName: string | null;
  /** A percentage as Money: 10 % is 10_00000000n. */
  readonly serviceFee: Money;
  readonly tierName: string;
  /** True to configure the product even if another organizer already has it. */
  readonly anotherOrganizer: boolean;
  /** True to give an existing configuration the fee even if it changes the organizer's amount by more than 5 %. */
  readonly confirmMoneyChange: boolean;
  /** Null means the store's own zone, otherwise the installation's. */
  readonly timeZone: string | null;
}

/** The option for a field about the products of an event, for its errors. */
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
  confirmMoneyChange: z.boolean().default(false),
  timeZone: fieldOption(FIELDS.timezone.unwrap(), 'must be the name of a time zone, like America/Santiago')
    .nullable()
    .default(null),
});

/** `173911,174051` → numbers. A text that is not a number becomes a number that no product has. */
export function numbersOf(text: string): readonly number[] {
  return text.split(',').map((part) => (/^\d{1,16}$/.test(part.trim()) ? Number(part) : Number.NaN));
}

const OPTIONS = PRODUCT.extend({
  storeUrl: z.string({ error: 'or --configuration is needed' }),
  prefix: fieldOption(
    credentialsInput.shape.table_prefix.unwrap().unwrap(),
    'may contain letters, digits and _ only, at most 60 of them',
  )
    .nullable()
    .default(null),
  json: z.boolean().default(false),
});

/** The options that every event needs. */
const NEEDED_PRODUCT_OPTIONS = [
  ['--product <number>', 'WooCommerce product of the event'],
  ['--event-name <name>', 'the name of the event in Taquilla'],
  ['--organizer-email <address>', 'the organizer of the event; created if new'],
] as const;

/**
 * The options with which a command names the product that becomes an event.
 *
 * @param needs If false, the command has another way to name an event, and checks its options itself
 */
export function addProductOptions(command: Command, needs: boolean): Command {
  for (const [flags, about] of NEEDED_PRODUCT_OPTIONS) {
    if (needs) command.requiredOption(flags, about);
    else command.option(flags, about);
  }
  return command
    .option('--products <numbers>', 'all products of the event, including that one: 173911,174051')
    .option('--organizer-name <name>', 'name of a new organizer')
    .option('--another-organizer', 'even if another organizer already has this product')
    .option(
      '--service-fee <percentage>',
      'fee that is kept from the organizer’s money, in percent, 0 to 100',
      CONFIGURATION_DEFAULTS.serviceFeePercentage,
    )
    .option(CONFIRM_MONEY_CHANGE.flags, CONFIRM_MONEY_CHANGE.about)
    .option(
      '--tier-name <name>',
      'tier of a product without variations',
      CONFIGURATION_DEFAULTS.ticketTierName,
    );
}

/** Of every command that can change what an organizer gets. */
export const CONFIRM_MONEY_CHANGE = {
  flags: '--confirm-money-change',
  about: 'confirm that the fee or the meanings of statuses change the organizer’s amount by more than 5 %',
} as const;

/** The event that these options describe. */
export function requestOf(options: ProductOptions, installationTimezone: string): ProductRequest {
  return {
    wooProductId: options.productId,
    ...(options.productIds === null ? {} : { wooProductIds: options.productIds }),
    eventName: options.eventName,
    organizerEmail: options.organizerEmail,
    organizerName: options.organizerName,
    serviceFeePercentage: formatMinor(options.serviceFee, 2),
    ticketTierName: options.tierName,
    timezone: options.timeZone,
    installationTimezone,
    anotherOrganizer: options.anotherOrganizer,
    confirmMoneyChange: options.confirmMoneyChange,
  };
}

const READING = z.object({
  depth: z.enum(DEPTHS, { error: 'must be quick, sweep or full' }).nullable().default(null),
  orders: fieldOption(
    z.string().transform(numbersOf).pipe(triggerInput.shape.orders.unwrap()),
    `must be ids of WooCommerce with commas between them, at most ${MOST_TARGETS}`,
  )
    .nullable()
    .default(null),
});

/** What to read: the event, or some orders of it. */
interface ReadingOptions {
  readonly depth: Depth | null;
  readonly orders: readonly number[] | null;
}

/** @throws invalid `cli.options` */
export function parseReading(given: unknown): ReadingOptions {
  const reading = parseOptions(READING, given);
  if (reading.depth !== null && reading.orders !== null) {
    throw invalidOptions('--depth and --orders exclude each other.');
  }
  return reading;
}

/**
 * Parses the options. It reports all errors together, each with the name of its option.
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
