import type { Deployment, Environment } from './deployment.ts';

/** What one installation of Taquilla runs on and in. */
export interface Surroundings {
  readonly deployment: Deployment;
  /** What each process is started with, by its role. */
  readonly processes: Readonly<Record<string, readonly string[]>>;
  /** The chapter of the story before which the processes are started. */
  readonly startsBefore: 'migrate' | 'credentials' | 'trigger';
  /** As its operator sets it, but for the addresses that the story itself gives. */
  readonly environment: Environment;
  /** What `check` rightly warns of. */
  readonly warnings?: number;
  /** What befalls the surroundings before the trigger. */
  readonly disturb?: () => Promise<void>;
  /** After every process of the installation has ended. */
  readonly close: () => Promise<void>;
}

/** Secrets and recipients, as every operator gives them. A failure is reported at once instead of after ten minutes. */
export const OPERATOR: Environment = {
  TAQUILLA_SECRET_KEY: '8'.repeat(64),
  PUBLIC_URL: 'https://tickets.example.com',
  ALERT_EMAILS: 'ops@example.com',
  SYNC_MAX_RETRIES: '0',
};

/** The roles apart, as in both Compose files. */
export const THREE_ROLES = {
  backend: ['serve', '--role', 'api', '--migrate'],
  worker: ['serve', '--role', 'worker', '--migrate'],
  scheduler: ['serve', '--role', 'scheduler', '--migrate'],
} as const;

/** Everything in one process. */
export const ONE_PROCESS = { backend: ['serve'] } as const;
