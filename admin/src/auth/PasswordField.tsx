import { type ReactElement, type Ref, useState } from 'react';
import type { AuthTexts } from './auth-texts.ts';

interface PasswordFieldProps {
  readonly texts: AuthTexts;
  readonly name: string;
  readonly label: string;
  readonly autoComplete: 'current-password' | 'new-password';
  /** The id of the element that explains the field. */
  readonly describedBy?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

/** A password field with a button that shows the password. */
export function PasswordField({
  texts,
  name,
  label,
  autoComplete,
  describedBy,
  inputRef,
}: PasswordFieldProps): ReactElement {
  const [shown, setShown] = useState(false);
  return (
    <>
      <label htmlFor={name}>{label}</label>
      <div className="auth-password">
        <input
          id={name}
          name={name}
          type={shown ? 'text' : 'password'}
          autoComplete={autoComplete}
          required
          maxLength={512}
          aria-describedby={describedBy}
          ref={inputRef}
        />
        <button type="button" className="auth-eye" aria-pressed={shown} onClick={() => setShown(!shown)}>
          <Eye crossed={shown} />
          <span className="unseen">{shown ? texts.hide_password : texts.show_password}</span>
        </button>
      </div>
    </>
  );
}

function Eye({ crossed }: { readonly crossed: boolean }): ReactElement {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    >
      <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Z" />
      <circle cx="12" cy="12" r="2.8" />
      {crossed && <path d="M4 20 20 4" />}
    </svg>
  );
}
