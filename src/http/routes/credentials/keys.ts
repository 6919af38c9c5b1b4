import { pinServerKey } from '../../../backend/credentials/server-key-records.ts';
import {
  credentialsShape,
  forgetServerKeyInput,
  keyPairInput,
  keyPairShape,
  serverKeyInput,
} from '../../../contract/credentials.ts';
import { idParams } from '../../../contract/scalars.ts';
import { secretsFrom } from '../../../credentials/credentials-fields.ts';
import { replaceKeyPair } from '../../../credentials/edit-credentials.ts';
import type { ApiDeps, StoreAccess } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { shownCredentials } from '../../replies/shown-credentials.ts';
import { CREDENTIALS } from './credentials.ts';

/**
 * The operations on the key of a database server. A person compares and confirms it like the key of an SSH
 * host.
 */
export function serverKeyEndpoints({ db, secretKey }: ApiDeps): readonly Endpoint[] {
  const facts = {
    method: 'POST',
    access: 'superuser',
    visibleTo: 'operator',
    conflicts: true,
    reachesOut: true,
    params: idParams,
    reply: credentialsShape,
  } as const;
  return [
    defineEndpoint({
      ...facts,
      path: `${CREDENTIALS}:id/confirm-server-key/`,
      name: 'credentials.confirm-server-key',
      summary: 'Pin the server key that a test showed, after a person has compared it.',
      body: serverKeyInput,
      async handle({ params, body }) {
        const { server_key, ...given } = body;
        return shownCredentials(await pinServerKey(db, secretKey, params.id, server_key, secretsFrom(given)));
      },
    }),
    defineEndpoint({
      ...facts,
      path: `${CREDENTIALS}:id/forget-server-key/`,
      name: 'credentials.forget-server-key',
      summary: 'Remove the pinned server key.',
      body: forgetServerKeyInput,
      async handle({ params, body }) {
        return shownCredentials(await pinServerKey(db, secretKey, params.id, null, secretsFrom(body)));
      },
    }),
  ];
}

/** Creates key pairs here, so that the private key never leaves the server. */
export function keyPairEndpoints(deps: ApiDeps, stores: StoreAccess): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'POST',
      path: `${CREDENTIALS}:id/generate-key/`,
      name: 'credentials.generate-key',
      summary:
        'Create a key pair: the private key replaces that of the set, and the reply shows the public key once.',
      access: 'superuser',
      visibleTo: 'operator',
      conflicts: true,
      params: idParams,
      body: keyPairInput,
      reply: keyPairShape,
      async handle({ params, body: { hop } }) {
        const newKeyPair = (setName: string) => stores.newKeyPair(setName);
        const { changed, publicLine } = await replaceKeyPair(deps, params.id, hop, newKeyPair);
        return { ...shownCredentials(changed), public_key: publicLine };
      },
    }),
  ];
}
