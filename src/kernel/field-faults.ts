import { AppError } from './errors.ts';

/** A rule that a field breaks, not yet in any language. */
interface FieldFault {
  readonly rule: string;
  readonly limit?: string | number;
}

/** What is wrong with the fields of a request, by field. */
export type FieldFaults = Readonly<Record<string, readonly FieldFault[]>>;

/** A body, a query or options with errors, by their place. */
export function invalidRequest(faults: FieldFaults): AppError {
  return new AppError({
    code: 'http.invalid-request',
    message: 'The request is not valid: see errors.',
    details: { faults },
  });
}

/** A single field that breaks a rule. */
export function invalidField(field: string, rule: string, limit?: string | number): AppError {
  return invalidRequest({ [field]: [limit === undefined ? { rule } : { rule, limit }] });
}

/** A refusal that says in `errors`, too, what is wrong. */
export function withFaults({ code, message, details }: AppError, faults: FieldFaults): AppError {
  return new AppError({ code, message, details: { ...details, faults } });
}

export function faultsOf(error: AppError): FieldFaults {
  return (error.details['faults'] ?? {}) as FieldFaults;
}
