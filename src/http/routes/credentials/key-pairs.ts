import { changeCredentials, findCredentials } from '../../../backend/credentials/credentials-records.ts';
import { keyPairInput, keyPairShape } from '../../../contract/credentials.ts';
import { idParams } from '../../../contract/scalars.ts';
import type { ApiDeps, StoreDoor } from '../../api-deps.ts';
import { shownCredentials } from '../../replies/shown-credentials.ts';
import { defineEndpoint, type Endpoint } from '../../server/endpoint.ts';
import { CREDENTIALS, requireHop } from './credentials.ts';

/** Key pairs that are made here, so that no private half ever travels. */
export function keyPairEndpoints({ db, secretKey }: ApiDeps, stores: StoreDoor): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'POST',
      path: `${CREDENTIALS}:id/generate-key/`,
      name: 'credentials.generate-key',
      summary: 'Make a key pair: the private half replaces the set’s, the public one is told this once.',
      access: 'superuser',
      visibleTo: 'operator',
      conflicts: true,
      params: idParams,
      body: keyPairInput,
      reply: keyPairShape,
      async handle({ params, body: { hop } }) {
        const present = await findCredentials(db, params.id);
        requireHop(present, hop);
        const { privateKey, publicLine } = stores.newKeyPair(present.name);
        const secrets =
          hop === 'ssh'
            ? { ssh_private_key: privateKey, ssh_passphrase: null }
            : { jump_private_key: privateKey, jump_passphrase: null };
        const changed = await changeCredentials(db, await secretKey(), present.id, present, secrets);
        return { ...shownCredentials(changed), public_key: publicLine };
      },
    }),
  ];
}
