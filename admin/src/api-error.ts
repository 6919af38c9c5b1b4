import type { Problem } from '../../src/contract/problem.ts';

/** The dictionary key of the sentence for a request that got no reply. */
const UNREACHABLE = 'errors.unreachable';

/**
 * An error that the API returned. It has the shape that react-admin's forms expect: `body.errors` has one
 * sentence for each field.
 */
export class ApiError extends Error {
  /** 0 if there was no reply. */
  readonly status: number;
  readonly code: string;
  /** The address of the object that prevents the request, such as a running execution. */
  readonly instance: string | null;
  readonly requestId: string | null;
  readonly body: { readonly errors?: Readonly<Record<string, unknown>> };

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? UNREACHABLE);
    this.name = 'ApiError';
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'panel.unreachable' : 'panel.no-problem');
    this.instance = problem.instance ?? null;
    this.requestId = problem.request_id ?? null;
    const errors = fieldErrors(problem.errors ?? {});
    this.body = errors === null ? {} : { errors };
  }
}

function fieldErrors(errors: Readonly<Record<string, readonly string[]>>): Record<string, unknown> | null {
  const entries = Object.entries(errors);
  if (entries.length === 0) return null;
  return Object.fromEntries(
    entries.map(([field, sentences]) => {
      const text = sentences.join(' ');
      return field === 'non_field_errors' ? ['root', { serverError: text }] : [field, text];
    }),
  );
}
