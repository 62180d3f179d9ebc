import type { EventOf, EventType } from '@gatehouse/contracts';

/** What records are about, as the operator filters by it. */
export const auditedTypes = [
  'user',
  'organisation',
  'service',
  'grant',
  'invitation',
  'webhook',
  'announcement',
  'request',
  'identity',
  'identity-provider',
  'signing-keys',
  'account-identity',
  'account-provider',
  'attribute',
] as const;
export type AuditedType = (typeof auditedTypes)[number];

/** An item of a list of which only those that changed are shown. */
interface Item {
  key: string;
  shown: unknown;
  /** What tells of a change, and is never shown. */
  hidden: unknown;
}

/**
 * How a member of a state is audited, under its name in the operator's API. `shown`: with its value. `named`: a change is told by
 * the name alone, since the value is personal or secret. `not audited`: bookkeeping, whose change no operator would call one.
 */
export type AuditedMember<S> =
  | { as: 'shown' | 'named'; name: string; value?: (state: S) => unknown }
  | { as: 'items'; name: string; items: (state: S) => readonly Item[] }
  | 'not audited';

type MemberNames<S> = S extends unknown ? keyof S & string : never;
type Reference = 'userId' | 'organisationId' | 'serviceId';

/** How one kind of entity is audited. A state with `removedAt` is that of a removed one. */
export interface AuditedEntity<S> {
  type: AuditedType;
  /** Members of the state that a record's `entity` names, so that it is found by them. */
  refersTo?: readonly (Reference & MemberNames<S>)[];
  members: { readonly [Name in MemberNames<S>]: AuditedMember<S> };
}

/** The state that events of a type carry. */
export type StateIn<T extends EventType> = EventOf<T>['data']['state'];
/** The member is bookkeeping. */
export const not = 'not audited' as const;

/** A member that is told with its value; `value` where that is not the member itself. */
export function shown<S>(name: string, value?: (state: S) => unknown): AuditedMember<S> {
  return { as: 'shown', name, ...(value && { value }) };
}

/** A member of which the name alone is told; `value` is what tells of a change. */
export function named<S>(name: string, value?: (state: S) => unknown): AuditedMember<S> {
  return { as: 'named', name, ...(value && { value }) };
}
