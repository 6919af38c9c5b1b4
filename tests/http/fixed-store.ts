import type { StoreDoor } from '../../src/http/api-deps.ts';
import { generateKeyPair, requireUsableKeys } from '../../src/woocommerce/reach/ssh-key.ts';

const REACHED = {
  success: true,
  failed: null,
  transport: 'direct',
  durationMs: 1,
  steps: [],
  hostKey: null,
  serverKey: null,
} as const;

/** A store that is always there, for what is not about stores. */
export const FIXED_STORE: StoreDoor = {
  pin: async () => ({
    siteUrl: 'https://tienda.example.com',
    tablePrefix: 'wp_',
    productCreatedAtUtc: new Date('2025-01-01T00:00:00Z'),
    ownTimezone: null,
  }),
  test: async () => REACHED,
  testStored: async () => REACHED,
  products: async () => [],
  newKeyPair: generateKeyPair,
  requireUsableKeys,
  words: () => ({ label: (step) => step, advice: () => ({ means: '', todo: '' }) }),
};
