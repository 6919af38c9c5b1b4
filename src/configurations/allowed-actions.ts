import { AppError } from '../kernel/errors.ts';
import type { ConfigurationStatus } from '../vocabulary/configurations.ts';

/** The states of a configuration in which each of these actions is allowed. */
const ALLOWED = {
  trigger: ['active', 'paused', 'error'],
  pause: ['active', 'error'],
  resume: ['paused', 'error'],
  enable: ['disabled'],
  disable: ['active', 'paused', 'error'],
} as const satisfies Readonly<Record<string, readonly ConfigurationStatus[]>>;

/** The actions that change the status of a configuration, such as pausing it. */
export type StatusAction = Exclude<keyof typeof ALLOWED, 'trigger'>;

/** @throws conflict `configuration.wrong-status` */
export function requireStatus(status: ConfigurationStatus, action: keyof typeof ALLOWED): void {
  const allowed: readonly ConfigurationStatus[] = ALLOWED[action];
  if (allowed.includes(status)) return;
  throw new AppError({
    code: 'configuration.wrong-status',
    message: `This configuration is ${status}; ${action} needs it to be ${allowed.join(' or ')}.`,
    details: { status },
  });
}
