import { AppError } from './errors.ts';

/** A rule that a field breaks. It is not yet a sentence in a language. */
interface FieldFault {
  readonly rule: string;
  readonly limit?: string | number;
}

/** The faults in the fields of a request, by field. */
export type FieldFaults = Readonly<Record<string, readonly FieldFault[]>>;

/** Makes one error from all faults of a body, a query or options; each fault is listed under its field. */
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

/** A refusal that also lists its reason in `errors`. */
export function withFaults({ code, message, details }: AppError, faults: FieldFaults): AppError {
  return new AppError({ code, message, details: { ...details, faults } });
}

export function faultsOf(error: AppError): FieldFaults {
  return (error.details['faults'] ?? {}) as FieldFaults;
}
