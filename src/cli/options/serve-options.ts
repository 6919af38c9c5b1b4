import { AppError } from '../../kernel/errors.ts';
import { QUEUES, type QueueName } from '../../tasks/carriers/queues.ts';
import type { TaskRole } from '../../tasks/serve-tasks.ts';
import type { ServiceRole } from '../session.ts';

const ROLES: readonly ServiceRole[] = ['all', 'api', 'worker', 'scheduler'];

/** The parsed options of `serve`. */
export interface GivenServeOptions {
  readonly role?: string;
  readonly queues?: string;
  readonly concurrency?: string;
  readonly migrate?: boolean;
}

export interface ServeOptions {
  readonly role: ServiceRole;
  /** true to create or migrate the tables first. */
  readonly migrates: boolean;
  readonly api: boolean;
  /** The tasks of the process; null if it dispatches no work. */
  readonly tasks: TaskRole | null;
}

/** @throws invalid `cli.options` */
export function parseServeOptions(given: GivenServeOptions): ServeOptions {
  const { role = 'all' } = given;
  const known = ROLES.find((one) => one === role);
  if (known === undefined) throw wrong(`--role must be one of ${ROLES.join(', ')}`);
  const works = known === 'all' || known === 'worker';
  if (!works && (given.queues !== undefined || given.concurrency !== undefined)) {
    throw wrong('--queues and --concurrency are for workers');
  }
  const tasks = {
    queues: works ? parseQueues(given.queues) : [],
    concurrency: parseWidth(given.concurrency),
  };
  return {
    role: known,
    migrates: given.migrate === true,
    api: known === 'all' || known === 'api',
    tasks: known === 'api' ? null : tasks,
  };
}

function parseQueues(text: string | undefined): readonly QueueName[] {
  if (text === undefined) return QUEUES;
  return [...new Set(text.split(',').map((part) => part.trim()))].map((name) => {
    const known = QUEUES.find((queue) => queue === name);
    if (known === undefined) throw wrong(`--queues must be some of ${QUEUES.join(', ')}, with commas`);
    return known;
  });
}

function parseWidth(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^([1-9]|[1-4]\d|50)$/.test(text)) throw wrong('--concurrency must be a whole number from 1 to 50');
  return Number(text);
}

function wrong(what: string): AppError {
  return new AppError({ code: 'cli.options', message: `Wrong options: ${what}.` });
}
