import type { Field } from './view-model.ts';

/** The choices of a filter: all, or one of these. */
export function choices(values: readonly string[]): NonNullable<Field['options']> {
  return [{ value: '', text: 'All' }, ...values.map((value) => ({ value, text: value }))];
}

/** The kinds and states of deliveries, as the operator's API has them. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed', 'superseded'] as const;
export const DELIVERY_KINDS = ['callback', 'email', 'webhook'] as const;
export const INVITATION_STATUSES = ['open', 'accepted', 'expired', 'revoked', 'declined'] as const;
