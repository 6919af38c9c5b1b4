import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewWebhooksReply, WebhooksReply } from '../../../../src/contract/credentials.ts';
import { act, call } from '../../data-provider.ts';
import { resourceOf } from '../../resources.ts';

const WAITING_MS = 2_000;
const IDLE_MS = 30_000;

function addressOf(id: string): string {
  return `${resourceOf('credentials').path}${id}/webhooks/`;
}

function keyOf(id: string): readonly unknown[] {
  return ['webhooks', id];
}

/** The webhooks of a set, asked for again more often while somebody waits for a delivery. */
export function useWebhooks(id: string, waits: boolean) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) => await call<WebhooksReply>(addressOf(id), { signal }),
    refetchInterval: waits ? WAITING_MS : IDLE_MS,
  });
}

export async function newSecret(id: string): Promise<NewWebhooksReply> {
  return await act<NewWebhooksReply>('credentials', id, 'webhooks');
}

export async function endWebhooks(id: string): Promise<void> {
  await call(addressOf(id), { method: 'DELETE' });
}

/** Fetches the state now. */
export function useAskWebhooks(id: string): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: keyOf(id) });
}
