import type { Database } from '../../backend/database.ts';
import {
  createEndpoint,
  type EndpointSettings,
  replaceSecret,
} from '../../backend/outbound/endpoint-records.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { newSigningSecret } from './sign.ts';

interface EndpointDeps {
  readonly db: Database;
  readonly secretKey: () => Promise<Secret>;
  readonly now: () => Date;
}

/** The secret is returned here alone. */
export interface NewSecret {
  readonly id: string;
  readonly secret: string;
}

/**
 * Creates an endpoint for outbound events with a new secret. It gets the changes from now on.
 *
 * @throws conflict `outbound.name-taken`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function addEndpoint(
  { db, secretKey }: EndpointDeps,
  settings: EndpointSettings,
): Promise<NewSecret> {
  const secret = newSigningSecret();
  return { id: await createEndpoint(db, await secretKey(), settings, secret), secret };
}

/**
 * Gives an endpoint a new secret. For some hours, messages have a signature of the secret before as well.
 *
 * @throws missing `outbound.none`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function rotateEndpointSecret(
  { db, secretKey, now }: EndpointDeps,
  id: string,
  overlapHours: number,
): Promise<NewSecret> {
  const secret = newSigningSecret();
  const oldUntil = new Date(now().getTime() + overlapHours * 3_600_000);
  await replaceSecret(db, await secretKey(), id, secret, oldUntil);
  return { id, secret };
}
