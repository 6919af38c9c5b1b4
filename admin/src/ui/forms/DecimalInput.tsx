import type { ReactElement } from 'react';
import { TextInput, type TextInputProps } from 'react-admin';
import { useFormats } from '../../format/use-formats.ts';

/**
 * A decimal number, kept as text. It is shown in the reader's locale, and both a comma and a point are
 * accepted.
 */
export function DecimalInput(props: TextInputProps): ReactElement {
  const formats = useFormats();
  const comma = formats.decimal('1.5').includes(',');
  return (
    <TextInput
      {...props}
      format={(value: string | null) => (comma ? (value ?? '').replace('.', ',') : (value ?? ''))}
      parse={(text: string) => text.replace(',', '.')}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
  );
}
