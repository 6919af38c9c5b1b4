import { generateSecret, generateURI, verifySync } from 'otplib';

const ISSUER = 'Taquilla';
/** Clocks of phones are off by a little: the code before and the code after count too. */
const TOLERANCE_S = 30;
const CODE = /^\d{6}$/;

/** @shape base32 of 20 random bytes, as apps take it */
export function newCodeSecret(): string {
  return generateSecret();
}

/** What an app on a phone reads from a QR code. */
export function codeSecretUri(secret: string, email: string): string {
  return generateURI({ issuer: ISSUER, label: email, secret });
}

/** Whether this looks like a code of an app, and not like a recovery code. */
export function isOneTimeCode(typed: string): boolean {
  return CODE.test(typed);
}

/**
 * The time step (RFC 6238: 30 seconds since 1970) that a six-digit code belongs to; null: it belongs to none of the
 * steps around now.
 */
export function timeStepOfCode(secret: string, code: string, now: Date): number | null {
  if (!isOneTimeCode(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: TOLERANCE_S });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}
