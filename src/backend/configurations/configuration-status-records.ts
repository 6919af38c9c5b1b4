import { AppError } from '../../kernel/errors.ts';
import type { ConfigurationStatus } from '../../vocabulary/configurations.ts';
import { queryRows, type Transaction } from '../database.ts';

/** Call `lockConfiguration` first. @throws missing `configuration.none` */
export async function getConfigurationStatus(tx: Transaction, id: string): Promise<ConfigurationStatus> {
  const [row] = await queryRows<{ status: ConfigurationStatus }>(
    tx,
    'select status from sync_configurations where id = $1',
    [id],
  );
  if (row !== undefined) return row.status;
  throw new AppError({
    code: 'configuration.none',
    message: 'There is no such configuration.',
  });
}

/** @throws conflict `configuration.disabled` */
export function requireEnabled(status: ConfigurationStatus): void {
  if (status !== 'disabled') return;
  throw new AppError({
    code: 'configuration.disabled',
    message: 'This configuration is disabled. Enable it first.',
  });
}

/** Sets the status. `nextDueAt` is null if the configuration is paused or has no schedule. */
export async function setConfigurationStatus(
  tx: Transaction,
  id: string,
  status: ConfigurationStatus,
  nextDueAt: Date | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `update sync_configurations set status = $2, next_due_at = $3, updated_at = now(),
       scheduled_since = case when status in ('paused', 'disabled') then $4 else scheduled_since end
     where id = $1`,
    [id, status, nextDueAt, now],
  );
}
