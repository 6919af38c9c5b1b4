import type { TimezoneSource } from '../../kernel/timezone.ts';
import { type Queryable, queryRows } from '../database.ts';

/** A configuration as the command line lists it. */
export interface ConfigurationOverview {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly frequency: string;
  readonly wooProductId: number;
  readonly eventName: string;
  readonly organizerEmail: string;
  readonly serviceFeePercentage: string;
  readonly credentialsName: string;
  readonly storeUrl: string;
  readonly eventId: string | null;
  readonly timezone: string;
  readonly timezoneSource: TimezoneSource | null;
  readonly storeTimezone: string | null;
  readonly createdAtUtc: Date;
}

const SELECT = `select c.id, c.name, c.status, c.frequency, c.woo_product_id as "wooProductId",
  c.event_name as "eventName", o.contact_email as "organizerEmail",
  c.service_fee_percentage::text as "serviceFeePercentage", k.name as "credentialsName",
  c.pinned_site_url as "storeUrl", e.id as "eventId", c.timezone,
  c.timezone_source as "timezoneSource", c.store_timezone as "storeTimezone", c.created_at as "createdAtUtc"
  from sync_configurations c
  join organizers o on o.id = c.organizer_id
  join sync_credentials k on k.id = c.credentials_id
  left join events e on e.configuration_id = c.id`;

/** Newest first. */
export async function listConfigurationOverviews(db: Queryable): Promise<readonly ConfigurationOverview[]> {
  return await queryRows<ConfigurationOverview>(
    db,
    `${SELECT} where c.deleted_at is null order by c.created_at desc, c.id desc`,
  );
}

/** null: there is none of this id, or it was deleted. */
export async function findConfigurationOverview(
  db: Queryable,
  id: string,
): Promise<ConfigurationOverview | null> {
  const [row] = await queryRows<ConfigurationOverview>(
    db,
    `${SELECT} where c.id::text = $1 and c.deleted_at is null`,
    [id],
  );
  return row ?? null;
}
