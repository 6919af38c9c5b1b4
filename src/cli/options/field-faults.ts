import { sayFault } from '../../contract/field-faults.ts';
import { AppError } from '../../kernel/errors.ts';
import { type FieldFaults, faultsOf } from '../../kernel/field-faults.ts';
import { invalidOptions } from './options.ts';

/** The option of a field of the API: `service_fee_percentage` → `--service-fee`. */
type Flags = Readonly<Record<string, string>>;

/** Runs an operation of the API; an error about a field names the option instead. */
export async function sayingOptions<T>(flags: Flags, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'http.invalid-request') throw thrown;
    throw invalidOptions(faultSentence(faultsOf(thrown), flags));
  }
}

export function faultSentence(faults: FieldFaults, flags: Flags): string {
  return Object.entries(faults)
    .map(([path, rules]) => {
      const [field = ''] = path.split('.');
      const said = rules.map((rule) => sayFault(rule, 'en')).join(' ');
      return flags[field] === undefined ? said : `${flags[field]}: ${said}`;
    })
    .join(' ');
}
