import fastify from 'fastify';
import { expect, test } from 'vitest';
import { ANONYMOUS } from '../auth/actor.ts';
import { entryOf } from './audit.ts';

const ID = '01980000-0000-7000-8000-000000000002';

async function sentFor(payload: object): Promise<unknown> {
  const server = fastify();
  server.addHook('onRequest', async (request) => {
    request.actor = ANONYMOUS;
  });
  server.post('/', async (request) => entryOf(request, 'session.change-me', null).sent);
  return (await server.inject({ method: 'POST', url: '/', payload })).json();
}

test('an entry shows the ids of kept tokens, and never a token', async () => {
  expect(await sentFor({ keep_tokens: [ID, 'taq_secret', 5, null, [ID]] })).toEqual({
    keep_tokens: [ID, '***', '***', '***', '***'],
  });
  expect(await sentFor({ keep_tokens: 'taq_secret', token: ID, reset_token: [ID] })).toEqual({
    keep_tokens: '***',
    token: '***',
    reset_token: '***',
  });
});
