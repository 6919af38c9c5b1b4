import { newId } from '../../kernel/ids.ts';
import { queryRows, type Transaction } from '../database.ts';
import { slugOf } from '../tables/slug.ts';

export interface Organizer {
  readonly id: string;
  readonly name: string;
  readonly contactEmail: string;
}

/** Finds the organizer with this e-mail address, regardless of case, or creates one. */
export async function ensureOrganizer(
  tx: Transaction,
  contactEmail: string,
  name: string | null,
): Promise<Organizer> {
  const id = newId();
  const given = name ?? contactEmail;
  await tx.query(
    `insert into organizers (id, name, slug, contact_email) values ($1, $2, $3, $4)
     on conflict (lower(contact_email)) do nothing`,
    [id, given, slugOf(given, id), contactEmail],
  );
  const [row] = await queryRows<Organizer>(
    tx,
    `select id, name, contact_email as "contactEmail" from organizers where lower(contact_email) = lower($1)`,
    [contactEmail],
  );
  if (row === undefined) throw new Error('an organizer that was just created does not exist');
  return row;
}
