/** A store as people reported it, and its expected state in the backend. */
export interface FieldCase {
  /** The folder's number: its README describes the problem and the right result. */
  readonly number: string;
  readonly what: string;
  readonly dump: 'hpos-small' | 'legacy-small';
  readonly product: number;
  readonly ask: string;
  readonly right: readonly (readonly unknown[])[];
}

const ORDERS = (ids: string, columns: string): string =>
  `select woo_order_id, ${columns} from orders where removed_at is null and woo_order_id in (${ids}) order by 1`;
const TICKETS = (ids: string, columns: string): string =>
  `select woo_ticket_id, ${columns} from tickets t where t.removed_at is null and woo_ticket_id in (${ids}) order by 1`;
const DAYS = `(select jsonb_agg(value order by key) from jsonb_each_text(day_status))`;
const [IN, OUT] = ['checked_in', 'not_checked_in'];

export const FIELD_CASES: readonly FieldCase[] = [
  {
    number: '01',
    what: 'a decimal quantity of another product',
    dump: 'hpos-small',
    product: 173911,
    ask: ORDERS(
      '174071',
      `total::float8, (select count(*)::int from tickets t where t.order_id = orders.id and t.status = 'active'),
       (select count(*)::int from tickets t where t.order_id = orders.id and t.check_in_status = 'checked_in')`,
    ),
    right: [[174071, 25_000, 1, 1]],
  },
  {
    number: '06',
    what: 'orders without a currency, and one in a currency of before',
    dump: 'hpos-small',
    product: 173911,
    ask: ORDERS(
      '174071, 174077, 174081',
      'currency, (select count(*)::int from tickets t where t.order_id = orders.id)',
    ),
    right: [
      [174071, 'CLP', 1],
      [174077, 'CLP', 3],
      [174081, 'VEF', 4],
    ],
  },
  {
    number: '12',
    what: 'dates that importers write',
    dump: 'legacy-small',
    product: 173911,
    ask: ORDERS(
      '174071, 174077',
      `to_char(case woo_order_id when 174071 then completed_at else paid_at end at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')`,
    ),
    right: [
      [174071, '2025-03-05 14:00:27'],
      [174077, '2025-03-07 05:09:21'],
    ],
  },
  {
    number: '15',
    what: 'a date of payment in an order meta alone',
    dump: 'hpos-small',
    product: 173911,
    ask: ORDERS(
      '174071, 174077',
      `status, to_char(paid_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'), service_fee > 0,
       (select count(*)::int from tickets t where t.order_id = orders.id and t.status = 'active')`,
    ),
    right: [
      [174071, 'paid', '2025-03-05 13:58:28', true, 1],
      [174077, 'paid', '2025-03-07 05:09:21', true, 3],
    ],
  },
  {
    number: '18',
    what: 'analytics in batches',
    dump: 'legacy-small',
    product: 173911,
    ask: ORDERS('174077', 'total::float8, email'),
    right: [[174077, 36_000, 'nuevo.correo@example.cl']],
  },
  {
    number: '21',
    what: 'order metas of an older ticket plugin under the order tables',
    dump: 'hpos-small',
    product: 173911,
    ask: `select count(*)::int from tickets
      where removed_at is null and origin = 'checkout' and woo_ticket_id is null`,
    right: [[64]],
  },
  {
    number: '22',
    what: 'the slot and the date of a booking',
    dump: 'hpos-small',
    product: 173911,
    // 10:00 in Santiago, in summer.
    ask: TICKETS(
      '174072, 174078, 174079, 174080',
      `slot, to_char(slot_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI'), slot_date`,
    ),
    right: [
      [174072, 'Turno mañana (10:00)', '2025-11-15 13:00', null],
      [174078, 'Turno mañana (10:00)', '2025-11-15 13:00', null],
      [174079, 'Turno mañana (10:00)', '2025-11-15 13:00', null],
      [174080, null, null, null],
    ],
  },
  {
    number: '24',
    what: 'a multi-day add-on that is switched off',
    dump: 'hpos-small',
    product: 174055,
    ask: TICKETS('174158', `source_status, ${DAYS}`),
    right: [[174158, 'Checked In', [IN, OUT, OUT]]],
  },
  {
    number: '25',
    what: 'states of days in odd shapes',
    dump: 'hpos-small',
    product: 174055,
    ask: TICKETS('174158, 174159, 174285, 174286, 174364, 174365', DAYS),
    right: [
      [174158, [OUT, OUT, OUT]],
      [174159, [OUT, OUT, OUT]],
      [174285, [OUT, OUT, OUT]],
      [174286, [OUT, IN, OUT]],
      [174364, [IN, OUT, OUT]],
      [174365, [OUT, OUT, OUT]],
    ],
  },
  {
    number: '26',
    what: 'a translation of the event, which WPML makes a product of its own',
    dump: 'hpos-small',
    product: 173911,
    ask: TICKETS('174078, 174079, 174080', 'woo_product_id, t.status'),
    right: [
      [174078, 190100, 'active'],
      [174079, 190100, 'active'],
      [174080, 190100, 'active'],
    ],
  },
  {
    number: '27',
    what: 'records of attendees that a search-and-replace broke',
    dump: 'hpos-small',
    product: 173911,
    ask: ORDERS(
      '174256, 174257',
      `total::float8, (select count(*)::int from tickets t where t.order_id = orders.id and t.removed_at is null
         and t.woo_ticket_id is null and t.first_name is null)`,
    ),
    right: [
      [174256, 25_000, 1],
      [174257, 120_000, 2],
    ],
  },
  {
    number: '31',
    what: 'imported tickets with odd order ids',
    dump: 'hpos-small',
    product: 173911,
    ask: TICKETS('174078, 174079, 174080', 'order_id is null, status, ticket_tier_id is not null'),
    right: [
      [174078, true, 'active', true],
      [174079, true, 'active', true],
      [174080, false, 'active', true],
    ],
  },
  {
    number: '32',
    what: 'attendee fields of an old version of the plugin',
    dump: 'hpos-small',
    product: 173911,
    ask: TICKETS(
      '174078, 174079',
      `(select jsonb_agg(jsonb_build_array(a -> 'label', a -> 'value') order by a ->> 'label')
        from jsonb_array_elements(form_data) a),
       (select jsonb_agg(jsonb_build_array(f.label, f.type, f.required, f.options) order by f.position)
        from form_fields f where f.removed_at is null)`,
    ),
    right: [[174078, 'L', '1-9'] as const, [174079, 'M', '2-7'] as const].map(([id, size, rut]) => [
      id,
      [
        ['RUT', rut],
        ['Talla de polera', size],
      ],
      [
        ['Talla de polera', 'select', true, ['S', 'M', 'L']],
        ['RUT', 'text', true, []],
      ],
    ]),
  },
  {
    number: '37',
    what: 'a ticket that is a draft, and one that is private',
    dump: 'hpos-small',
    product: 173911,
    ask: TICKETS('174078, 174079', 'status'),
    right: [
      [174078, 'inactive'],
      [174079, 'active'],
    ],
  },
  {
    number: '39',
    what: 'old tickets without a variation’s id',
    dump: 'hpos-small',
    product: 173911,
    ask: TICKETS(
      '174078, 174079, 174080, 174082, 174083, 174084, 174085, 174091, 174092, 174093',
      'order_item_id is not null, ticket_tier_id is not null, status',
    ),
    right: [174078, 174079, 174080, 174082, 174083, 174084, 174085, 174091, 174092, 174093].map((id) => [
      id,
      true,
      true,
      id === 174092 ? 'refunded' : 'active',
    ]),
  },
  {
    number: '57',
    what: 'metas without a primary key',
    dump: 'hpos-small',
    product: 173911,
    ask: ORDERS('190401, 190402', 'total::float8'),
    right: [
      [190401, 25_000],
      [190402, 120_000],
    ],
  },
];
