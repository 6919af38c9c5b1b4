import { useFormats } from '../format/use-formats.ts';
import { useFieldText } from '../ui/forms/use-field-text.ts';
import { EDITED_RESOURCES, type EditedResource } from './edited-resource.ts';

const TIMES: ReadonlySet<string> = new Set(['starts_at', 'ends_at']);

interface Place {
  readonly timeZone?: string | undefined;
  readonly currency?: string | null | undefined;
}

/** Formats the value of an edited field for the reader, with times in the event's zone. */
export function useEditText(
  resource: EditedResource,
  { timeZone, currency = null }: Place,
): (field: string, value: unknown) => string {
  const textOf = useFieldText();
  const formats = useFormats();
  return (field, value) => {
    if (TIMES.has(field) && typeof value === 'string') return formats.dateTime(value, timeZone);
    return textOf(EDITED_RESOURCES[resource], field, value, currency);
  };
}
