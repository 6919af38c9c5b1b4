import type { Deployment, Environment } from './deployment.ts';

/** The servers and the environment of one installation of Taquilla. */
export interface Surroundings {
  readonly deployment: Deployment;
  /** The arguments of each process, by its role. */
  readonly processes: Readonly<Record<string, readonly string[]>>;
  /** The chapter of the story before which the processes are started. */
  readonly startsBefore: 'migrate' | 'credentials' | 'trigger';
  /** The operator's settings, except for the addresses that the story itself sets. */
  readonly environment: Environment;
  /** Correct warnings of `check`. */
  readonly warnings?: number;
  /** A disturbance of the surroundings before the trigger. */
  readonly disturb?: () => Promise<void>;
  /** Runs after every process of the installation has ended. */
  readonly close: () => Promise<void>;
}

/** Secrets and recipients, which every operator sets. A failure is reported at once instead of after ten minutes. */
export const OPERATOR: Environment = {
  TAQUILLA_SECRET_KEY: '8'.repeat(64),
  PUBLIC_URL: 'https://tickets.example.com',
  ALERT_EMAILS: 'ops@example.com',
  SYNC_MAX_RETRIES: '0',
};

/** Separate roles, as in both Compose files. */
export const THREE_ROLES = {
  backend: ['serve', '--role', 'api', '--migrate'],
  worker: ['serve', '--role', 'worker', '--migrate'],
  scheduler: ['serve', '--role', 'scheduler', '--migrate'],
} as const;

/** Everything in one process. */
export const ONE_PROCESS = { backend: ['serve'] } as const;
