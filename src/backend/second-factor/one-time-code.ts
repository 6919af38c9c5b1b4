import { generateSecret, generateURI, verifySync } from 'otplib';

const ISSUER = 'Taquilla';
/** Clocks of phones are slightly wrong, so the previous and the next code are accepted as well. */
const TOLERANCE_S = 30;
const CODE = /^\d{6}$/;

/** @shape base32 of 20 random bytes, as authenticator apps accept it */
export function newCodeSecret(): string {
  return generateSecret();
}

/** The text of the QR code for an authenticator app. */
export function codeSecretUri(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret });
}

/** Whether this looks like a code of an app rather than a recovery code. */
export function isOneTimeCode(typed: string): boolean {
  return CODE.test(typed);
}

/**
 * The time step of a six-digit code: 30 seconds, counted from 1970 (RFC 6238). Null if the code belongs to none
 * of the steps around now.
 */
export function timeStepOfCode(secret: string, code: string, now: Date): number | null {
  if (!isOneTimeCode(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: TOLERANCE_S });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
