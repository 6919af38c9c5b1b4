import pg from 'pg';
import { readPostgresAddress } from '../../kernel/addresses/postgres-address.ts';

/** The PostgreSQL of the backend: enough for people to recognise it, and never a password. */
export type BackendPlace =
  | { readonly kind: 'bundled'; readonly folder: string }
  | { readonly kind: 'external'; readonly host: string; readonly port: number; readonly database: string };

type ExternalPlace = Extract<BackendPlace, { readonly kind: 'external' }>;

/**
 * The server that `DATABASE_URL` names, parsed like the driver does. The host may be the folder of a socket.
 */
export function externalPlace(databaseUrl: string): ExternalPlace {
  const { url } = readPostgresAddress(databaseUrl);
  const { host, port, database, user } = new pg.Client({ connectionString: url });
  return { kind: 'external', host, port, database: database ?? user ?? '' };
}

/**
 * The server in words: `bundled PostgreSQL in /srv/.taquilla`, `PostgreSQL at db.example.com:5432/taquilla`.
 */
export function showPlace(place: BackendPlace): string {
  return place.kind === 'bundled'
    ? `bundled PostgreSQL in ${place.folder}`
    : `PostgreSQL at ${place.host}:${place.port}/${place.database}`;
}
