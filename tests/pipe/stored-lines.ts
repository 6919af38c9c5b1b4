import { createConnection, type RowDataPacket } from 'mysql2/promise';

/** The product and variation that a line was sold as. */
export interface SoldAs {
  readonly product: number;
  readonly variation: number;
}

/**
 * The ids in the store's own rows by line. WooCommerce's answers give 0 for a deleted product or variation, although
 * its lines still name it, and the line's id counts.
 */
export async function storedLines(url: string, prefix: string): Promise<ReadonlyMap<number, SoldAs>> {
  const connection = await createConnection({ uri: url });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      `SELECT m.order_item_id AS item,
         MAX(IF(m.meta_key = '_product_id', m.meta_value, 0)) AS product,
         MAX(IF(m.meta_key = '_variation_id', m.meta_value, 0)) AS variation
       FROM ${prefix}woocommerce_order_itemmeta m
       WHERE m.meta_key IN ('_product_id', '_variation_id')
       GROUP BY m.order_item_id`,
    );
    return new Map(
      rows.map((row) => [
        Number(row['item']),
        { product: Number(row['product']), variation: Number(row['variation']) },
      ]),
    );
  } finally {
    await connection.end();
  }
}
