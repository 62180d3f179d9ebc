import type { FaultCode } from '@gatehouse/errors';
import type { z } from 'zod';

/** What the documentation says of an endpoint and its schemas cannot. Nothing of it changes how requests are served. */
export interface RouteDescription {
  /** More than the summary: sentences. */
  text?: string;
  /** The body as callers are to send it, where `body` lets more through so that all faults are told together. */
  body?: z.ZodType;
  /**
   * Parameters of its path, by name: schemas with a description. A name that means the same in every path is described in
   * `path-parameters.ts` once, and is not repeated here.
   */
  params?: Readonly<Record<string, z.ZodType>>;
  /** Request headers of its own, by name: schemas with a description. */
  headers?: Readonly<Record<string, z.ZodType>>;
  /** How it refuses beyond what any route may (400, 401, 403, 404, 413, 415, 429), and when. */
  refusals?: Readonly<Partial<Record<FaultCode, string>>>;
}
