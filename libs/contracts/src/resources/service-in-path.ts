import { z } from 'zod';

/** The `serviceId` of a public path, for its declaration: it takes a client id as well. */
export const serviceInPath = z
  .string()
  .min(1)
  .describe(
    'The service: its id (a UUID) or its client id, each in any case. The service of the client itself, or a child of it: a service that the operator put directly below it.',
  );
