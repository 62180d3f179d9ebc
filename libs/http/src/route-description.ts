import type { ProblemTypeName } from '@gatehouse/contracts';
import type { FaultCode } from '@gatehouse/errors';
import type { z } from 'zod';

/** Documentation of an endpoint that its schemas cannot give. It does not change how requests are served. */
export interface RouteDescription {
  /** Sentences beyond the summary. */
  text?: string;
  /** The body that callers should send, where `body` accepts more so that all faults are reported together. */
  body?: z.ZodType;
  /**
   * Schemas of path parameters, with a description. Names that mean the same in every path are described once, in
   * `path-parameters.ts`, and not here.
   */
  params?: Readonly<Record<string, z.ZodType>>;
  /** Schemas of request headers, with a description. */
  headers?: Readonly<Record<string, z.ZodType>>;
  /** When it refuses, beyond the refusals that any route may have (400, 401, 403, 404, 413, 415, 429). */
  refusals?: Readonly<Partial<Record<FaultCode, string>>>;
  /** Its refusals that have a type of their own. */
  problems?: readonly ProblemTypeName[];
}
