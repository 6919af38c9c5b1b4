import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import type { ErrorKind } from '../../kernel/error-kinds.ts';
import type { PlainTransport } from '../../vocabulary/credentials.ts';
import { CONNECT_STEPS, type Hop } from '../connect/connect-step.ts';
import type { ServerKeyKind } from '../connect/mysql/server-key.ts';

/** All checks, in order. */
const DIAGNOSIS_STEPS = [...CONNECT_STEPS, 'grants', 'server', 'layout', 'events'] as const;
export type DiagnosisStepName = (typeof DIAGNOSIS_STEPS)[number];

/** One step of connecting to a store. It contains no text from a host. */
export interface DiagnosisStep {
  readonly step: DiagnosisStepName;
  readonly hop: Hop;
  readonly status: 'ok' | 'warning' | 'failed';
  readonly durationMs: number;
  /** The error or warning as a code of docs/errors.md. */
  readonly code: string | null;
  readonly message: string | null;
  /** The finding for people: a version, a number of events, or a fingerprint. */
  readonly found: string | null;
}

/** A host key that is not confirmed, or that differs from the confirmed one. */
export interface OfferedHostKey {
  readonly hop: 'ssh' | 'jump';
  readonly type: string;
  readonly fingerprint: string;
  /** The value to pin after a person has confirmed it. */
  readonly line: string;
  /** The fingerprint of the confirmed key; null if none is confirmed. */
  readonly pinned: string | null;
}

/** The unconfirmed key of a database server that requests a readable password. */
export interface OfferedServerKey {
  readonly kind: ServerKeyKind;
  readonly fingerprint: string;
  /** The value to pin after a person has confirmed it. */
  readonly line: string;
  /** The fingerprint of the confirmed key; null if none is confirmed. */
  readonly pinned: string | null;
}

export interface Diagnosis {
  readonly success: boolean;
  /** The transport that connected to the database. */
  readonly transport: PlainTransport | null;
  readonly durationMs: number;
  readonly steps: readonly DiagnosisStep[];
  readonly hostKey: OfferedHostKey | null;
  readonly serverKey: OfferedServerKey | null;
  /** The kind of error that stopped the test; null if none did. */
  readonly failed: { readonly kind: ErrorKind; readonly code: ErrorCode } | null;
}
