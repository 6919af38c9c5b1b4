import { ORDER_TABLES } from './order-tables.ts';
import { PLUGIN_TABLES } from './plugin-tables.ts';
import type { TableShape } from './table-shape.ts';
import { WORDPRESS_TABLES } from './wordpress-tables.ts';

/**
 * Every table that an order or a ticket concerns, column for column and index for index as WordPress,
 * WooCommerce, Action Scheduler and FooEvents create it. All tables exist in every layout, and some stay empty.
 */
export const TABLES = {
  ...WORDPRESS_TABLES,
  ...ORDER_TABLES,
  ...PLUGIN_TABLES,
} as const satisfies Readonly<Record<string, TableShape>>;

export type TableName = keyof typeof TABLES;
