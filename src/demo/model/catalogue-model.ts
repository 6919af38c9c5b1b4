import type { Money } from '../../kernel/money/money.ts';
import type { DemoAttributeValue } from './model.ts';
import type { UtcSeconds } from './site-clock.ts';

/** A product of the demo store. */
export interface DemoProduct {
  readonly id: number;
  /** The title as it is in its column; one title is stored escaped. */
  readonly title: string;
  readonly description: string;
  readonly sku: string;
  /** `deleted`: orders still name the product, but it is no longer in the database. */
  readonly status: 'publish' | 'draft' | 'trash' | 'deleted';
  /** null for a product with variations. */
  readonly price: DemoPrice | null;
  /** Null if it is not counted. */
  readonly stock: number | null;
  readonly shipped: boolean;
  readonly attributes: readonly DemoAttribute[];
  readonly variations: readonly DemoVariation[];
  readonly event: DemoEvent | null;
  readonly createdAtUtc: UtcSeconds;
  /**
   * The date of the last change. A new name, a new price or the trash updates it; the ticket plugin's settings
   * do not.
   */
  readonly modifiedAtUtc: UtcSeconds;
}

export interface DemoPrice {
  readonly CLP: Money;
  readonly USD: Money;
}

export interface DemoAttribute {
  readonly key: string;
  readonly label: string;
  /** A taxonomy's terms have ids and slugs; others are plain text. */
  readonly taxonomy: boolean;
  readonly options: readonly string[];
}

export interface DemoVariation {
  readonly id: number;
  /** The label of its options: `General`. */
  readonly label: string;
  readonly price: DemoPrice;
  /** The price before a sale; null if the product is not on sale. */
  readonly regularPriceClp: Money | null;
  readonly stock: number | null;
  readonly attributes: readonly DemoAttributeValue[];
}

/** The ticket plugin's settings of a product. */
export interface DemoEvent {
  /** `2025-11-15 19:30:00` on the event's wall clock. */
  readonly startsLocal: string;
  /** Null if the event has no end in the plugin. */
  readonly endsLocal: string | null;
  readonly days: number;
  readonly venue: string;
  readonly gps: string;
  /** Asks each attendee for phone, company and designation too. */
  readonly asksForContact: boolean;
  readonly numberPrefix: string;
  readonly numberSuffix: string;
  readonly fields: readonly DemoField[];
}

export interface DemoField {
  /** 20 letters that the plugin draws at random. */
  readonly key: string;
  readonly label: string;
  readonly type:
    | 'text'
    | 'textarea'
    | 'select'
    | 'checkbox'
    | 'radio'
    | 'date'
    | 'email'
    | 'country'
    | 'numbers';
  readonly options: readonly string[];
  readonly preset: string;
  readonly required: boolean;
  readonly asks: 'rut' | 'choice' | 'birthday' | 'email' | 'remark' | 'consent' | 'country' | 'number';
}

export interface DemoCoupon {
  readonly id: number;
  readonly code: string;
  readonly kind: 'percent' | 'fixed_cart' | 'fixed_product';
  /** A whole percentage, or whole units of the store's currency. */
  readonly amount: number;
  /** Only this variation is cheaper. Null means all of them. */
  readonly variationId: number | null;
}
