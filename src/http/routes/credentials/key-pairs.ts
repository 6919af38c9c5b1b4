import { keyPairInput, keyPairShape } from '../../../contract/credentials.ts';
import { idParams } from '../../../contract/scalars.ts';
import { replaceKeyPair } from '../../../credentials/edit-credentials.ts';
import type { ApiDeps, StoreAccess } from '../../api-deps.ts';
import { defineEndpoint, type Endpoint } from '../../endpoints/endpoint.ts';
import { shownCredentials } from '../../replies/shown-credentials.ts';
import { CREDENTIALS } from './credentials.ts';

/** Key pairs that are made here, so that no private half ever travels. */
export function keyPairEndpoints(deps: ApiDeps, stores: StoreAccess): readonly Endpoint[] {
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
        const { changed, publicLine } = await replaceKeyPair(deps, params.id, hop, stores.newKeyPair);
        return { ...shownCredentials(changed), public_key: publicLine };
      },
    }),
  ];
}
