import { z } from 'zod';
import { maybe, maybeText } from '../gateway/answers.ts';

/** A delivery of the operator's API, as far as pages show it. */
export const managedDelivery = z.object({
  id: z.string(),
  kind: z.string(),
  serviceId: maybeText,
  url: maybeText,
  to: maybeText,
  status: z.string(),
  createdAt: maybeText,
  nextAttemptAt: maybeText,
  invitationId: maybeText,
  event: maybeText,
  data: maybe(z.record(z.string(), z.unknown())),
  attempts: z.array(
    z.object({
      at: z.string(),
      status: maybe(z.number()),
      error: maybeText,
      durationMs: maybe(z.number()),
    }),
  ),
});
export type ManagedDelivery = z.output<typeof managedDelivery>;

/** What its receiver is. */
export function receiverOf({ url, to }: ManagedDelivery): string | undefined {
  return url ?? to;
}

/** What the last attempt came to. */
export function lastOutcome({ attempts }: ManagedDelivery): string | undefined {
  const last = attempts.at(-1);
  if (last === undefined) return undefined;
  return last.error ?? (last.status === undefined ? 'sent' : String(last.status));
}
