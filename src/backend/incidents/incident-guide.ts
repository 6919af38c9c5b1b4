import { PANEL_PATH } from '../../kernel/addresses/panel-address.ts';
import type { AlertKind } from '../../vocabulary/alerts.ts';

const BY_KIND: Readonly<Record<AlertKind, string>> = {
  store_unreachable: 'store-unreachable',
  credentials_failing: 'sync-failed',
  test_failed: 'sync-failed',
  sync_failed: 'sync-failed',
  proof_unverified: 'unverified',
  sync_stale: 'sync-failed',
  password_unprotected: 'unprotected-password',
  sign_ins_failing: 'sign-ins-failing',
  clock_skewed: 'clock-skewed',
  webhooks_silent: 'webhooks-silent',
  removals_held: 'removals-held',
  many_refunds: 'many-refunds',
};

/** Error codes with a page of their own, which is more specific than the page of their kind. */
const BY_CODE: Readonly<Record<string, string>> = {
  'store.host-key-changed': 'host-key-changed',
  'store.address-changed': 'store-moved',
  'store.other-store': 'store-moved',
  'store.product-changed': 'store-moved',
  'store.older-copy': 'store-moved',
  'store.older-state': 'store-moved',
  'store.server-key-unknown': 'unprotected-password',
  'store.server-key-changed': 'unprotected-password',
  'backend.disk-full': 'disk-full',
  'execution.worker-lost': 'process-down',
  // Executions of versions before 0.2 ended with it.
  'sync.removal-brake': 'removals-held',
};

/** The page of `docs/operations/` that explains what to do. */
export function guideOf(kind: AlertKind, errorCode: string | null): string {
  return (errorCode === null ? undefined : BY_CODE[errorCode]) ?? BY_KIND[kind];
}

/** The address of that page in the panel, in the reader's language. */
export function guideLink(publicUrl: string, kind: AlertKind, errorCode: string | null): string {
  return `${publicUrl}${PANEL_PATH}operations/${guideOf(kind, errorCode)}`;
}
