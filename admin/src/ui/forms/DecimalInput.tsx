import type { ReactElement } from 'react';
import { TextInput, type TextInputProps } from 'react-admin';
import { useFormats } from '../../format/use-formats.ts';

/** A decimal number that stays text: written with the comma or the point of the reader's locale, either is read. */
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
