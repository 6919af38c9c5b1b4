import { z } from 'zod';
import { SECOND_FACTOR_DEMANDS } from '../../vocabulary/people.ts';
import { anyText, emailInput, instantShape } from '../scalars.ts';
import { oneTimeCodeInput, passwordInput } from './auth.ts';

/** The options of the sign-in page. */
export const authOptionsShape = z.object({
  /** Whether a link for a new password can be sent by e-mail. */
  password_reset: z.boolean(),
});
export type AuthOptions = z.infer<typeof authOptionsShape>;

export const resetRequest = z.strictObject({ email: emailInput });
export const resetRequestReply = z.object({ detail: z.string() });

export const resetConfirmation = z.strictObject({
  /** The token of the link. */
  token: anyText().min(1).max(100),
  password: passwordInput,
});

export const secondFactorShape = z.object({
  enabled: z.boolean(),
  confirmed_at: instantShape.nullable(),
  recovery_codes_left: z.int(),
});
export type SecondFactor = z.infer<typeof secondFactorShape>;

export const setUpInput = z.strictObject({ password: passwordInput });
export const setUpReply = z.object({
  /** The secret in base32, for typing it. */
  secret: z.string(),
  /** The same secret as the text of a QR code: `otpauth://totp/…`. */
  uri: z.string(),
});
export type SetUpReply = z.infer<typeof setUpReply>;

export const confirmInput = z.strictObject({ one_time_code: oneTimeCodeInput });
export const recoveryCodesShape = z.object({
  /** The recovery codes. Each works once, and they are shown only now. */
  recovery_codes: z.array(z.string()),
});
export type RecoveryCodes = z.infer<typeof recoveryCodesShape>;

export const provenInput = z.strictObject({ password: passwordInput, one_time_code: oneTimeCodeInput });

export const accessSettingsShape = z.object({
  second_factor_required_for: z.enum(SECOND_FACTOR_DEMANDS),
});
export type AccessSettings = z.infer<typeof accessSettingsShape>;
export const accessSettingsInput = z.strictObject(accessSettingsShape.shape);
