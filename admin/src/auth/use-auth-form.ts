import { type SyntheticEvent, useState } from 'react';
import { ApiError } from '../api-error.ts';
import type { AuthTexts } from './auth-texts.ts';

interface AuthForm {
  readonly fault: string | null;
  readonly busy: boolean;
  readonly setFault: (fault: string | null) => void;
  readonly onSubmit: (event: SyntheticEvent<HTMLFormElement>) => void;
}

/**
 * The state of a form that is shown before the sign-in. The form is busy until the server replies, and it shows
 * an error in one place.
 *
 * @param onRefused handles errors that the form itself knows, and returns true if it handled one: then no
 *   sentence is shown
 */
export function useAuthForm(
  texts: AuthTexts,
  work: (field: (name: string) => string) => Promise<void>,
  onRefused: (error: ApiError) => boolean = () => false,
): AuthForm {
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (form: HTMLFormElement): Promise<void> => {
    const refused = firstRefused(form);
    if (refused !== null) {
      setFault(faultOf(refused, texts));
      return refused.focus();
    }
    const given = new FormData(form);
    setBusy(true);
    setFault(null);
    try {
      await work((name) => textOf(given, name));
    } catch (error) {
      const known = error instanceof ApiError && error.status > 0 ? error : null;
      if (known === null || !onRefused(known))
        setFault(known === null ? texts.unreachable : sentenceOf(known));
    } finally {
      setBusy(false);
    }
  };
  return {
    fault,
    busy,
    setFault,
    onSubmit: (event) => {
      event.preventDefault();
      void submit(event.currentTarget);
    },
  };
}

/**
 * The first field that is empty or contains no valid e-mail address. Every field reports its validity to screen
 * readers.
 */
function firstRefused(form: HTMLFormElement): HTMLInputElement | null {
  const fields = [...form.querySelectorAll('input')];
  for (const field of fields) field.ariaInvalid = field.validity.valid ? null : 'true';
  return fields.find(({ validity }) => !validity.valid) ?? null;
}

/** Uses the panel's words, because the browser's own message may be in another language. */
function faultOf({ name, validity }: HTMLInputElement, texts: AuthTexts): string {
  if (name === 'email') return validity.valueMissing ? texts.email_missing : texts.email_incomplete;
  return name === 'code'
    ? texts.code_missing
    : name === 'again'
      ? texts.again_missing
      : texts.password_missing;
}

function textOf(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value : '';
}

/** The sentences of single fields are more specific than the general one. */
function sentenceOf({ message, body }: ApiError): string {
  const fields = Object.values(body.errors ?? {}).filter((one): one is string => typeof one === 'string');
  return fields.length === 0 ? message : fields.join(' ');
}
