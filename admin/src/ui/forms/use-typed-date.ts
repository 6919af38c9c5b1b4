import { useState } from 'react';
import { dateHint, readTypedDate, typedDate } from '../../format/typed-date.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';

interface TypedDate {
  /** The text of the field. */
  readonly text: string;
  /** The order in which a date is typed: `dd-mm-aaaa`. */
  readonly hint: string;
  /** true if the user left the field with a text that is not a date. */
  readonly isWrong: boolean;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
}

/** A date that is typed in the format of the panel's language, whatever the browser's own language is. */
export function useTypedDate(
  value: string,
  withTime: boolean,
  onChange: (value: string | null) => void,
): TypedDate {
  const say = useTexts();
  const { locale } = useFormats();
  const [typing, setTyping] = useState<string | null>(null);
  const [isLeft, setIsLeft] = useState(false);
  const date = dateHint(locale, {
    day: say('states.day_letters'),
    month: say('states.month_letters'),
    year: say('states.year_letters'),
  });
  const isWrong = typing !== null && readTypedDate(typing, locale, withTime) === null;
  return {
    text: typing ?? typedDate(value, locale),
    hint: withTime ? `${date} ${say('states.time_letters')}` : date,
    isWrong: isLeft && isWrong,
    onType(text) {
      setTyping(text);
      setIsLeft(false);
      onChange(readTypedDate(text, locale, withTime));
    },
    onLeave() {
      setIsLeft(true);
      // A text that is not a date stays in the field, so that the user can correct it.
      if (!isWrong) setTyping(null);
    },
  };
}
