import { AppError } from '../kernel/errors.ts';
import type { ConfigurationStatus } from '../vocabulary/configurations.ts';

/** In which states each of these may be asked for. */
const ALLOWED = {
  trigger: ['active', 'paused', 'error'],
  pause: ['active', 'error'],
  resume: ['paused', 'error'],
  enable: ['disabled'],
  disable: ['active', 'paused', 'error'],
} as const satisfies Readonly<Record<string, readonly ConfigurationStatus[]>>;

/** Takes a configuration off its schedule, or puts it back. */
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
