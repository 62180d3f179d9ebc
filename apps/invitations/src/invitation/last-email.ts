import type { DeliveryState } from '@gatehouse/contracts';

/** The last email about an invitation, or of a registration: which it is, and how it fares as the notifier says. */
export interface LastEmail {
  /** The id of its delivery. */
  id: string;
  status: 'pending' | 'sent' | 'failed';
  /** Where it failed: the status of the mail server's answer as text, or a fixed word. */
  error?: string;
  /** When it was sent; before that, when it was made. ISO 8601. */
  at: string;
}

/**
 * How an email fares by its delivery: pending again, where the operator has it sent once more. Undefined where that says
 * nothing: another email stands for one that is superseded.
 */
export function emailByDelivery({
  id,
  status,
  attempts,
  createdAt,
  updatedAt,
}: DeliveryState): LastEmail | undefined {
  if (status === 'delivered') return { id, status: 'sent', at: updatedAt };
  if (status === 'pending') return { id, status, at: createdAt };
  if (status !== 'failed') return undefined;
  const last = attempts.at(-1);
  const error = last?.status === undefined ? last?.error : String(last.status);
  return { id, status, error: error ?? 'failed', at: createdAt };
}
