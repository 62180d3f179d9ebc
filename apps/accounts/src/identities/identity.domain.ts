import {
  type AccountIdentityState,
  type CommandRequest,
  type DirectoryRequest,
  type KnownAccountIdentity,
  knownAccountIdentity,
  type LinkedAccountIdentity,
  linkedAccountIdentity,
  type Message,
  type MovedAccountIdentity,
  movedAccountIdentity,
  type RemovedAccountIdentity,
  removedAccountIdentity,
  shapedBy,
} from '@gatehouse/contracts';
import { idFrom } from '@gatehouse/runtime/ids';

/*
 * (none), removed --told-->    known    the provider's side told of it
 * (none), known, removed --link--> linked   it is a user's, for good
 * known, linked   --move-->    moved    the account has another subject: that identity takes its place
 * known, linked   --remove-->  removed
 *
 * A linked identity stays its user's, whoever signs in with it or tells of it.
 */

/** An account at the provider. */
export interface Account {
  id: string;
  issuer: string;
  subject: string;
}

/** What was said of an account; what is absent stays as it was. */
export interface Told {
  email?: string | undefined;
  emailVerified?: boolean | undefined;
  legacySubject?: string | undefined;
  /** The request that told it. */
  correlationId: string;
}

/** An identity that is neither removed nor moved. */
export type PresentIdentity = KnownAccountIdentity | LinkedAccountIdentity;

export function presentIdentity(state: AccountIdentityState | undefined): PresentIdentity | undefined {
  return state?.status === 'known' || state?.status === 'linked' ? state : undefined;
}

function toldFacts(current: PresentIdentity | undefined, told: Told) {
  return {
    email: told.email ?? current?.email,
    emailVerified: told.emailVerified ?? current?.emailVerified,
    legacySubject: told.legacySubject ?? current?.legacySubject,
  };
}

function isSame(current: PresentIdentity | undefined, facts: Omit<Told, 'correlationId'>): boolean {
  return (
    current !== undefined &&
    current.email === facts.email &&
    current.emailVerified === facts.emailVerified &&
    current.legacySubject === facts.legacySubject
  );
}

/** A later generation of an identity supersedes what earlier ones say. */
function subscriptionMessage(
  { id, userId, messages = [] }: Pick<LinkedAccountIdentity, 'id' | 'userId' | 'messages'>,
  { at, correlationId }: { at: string; correlationId: string },
) {
  const former = messages.flatMap((each) => (each.kind === 'subscription' ? each.generation + 1 : []));
  const generation = Math.max(Date.parse(at), ...former);
  const of = { id: idFrom('subscription', id, String(generation)), at, correlationId, userId, generation };
  return { ...of, kind: 'subscription' as const };
}

/** A verified email that changes is told where people are subscribed to emails. */
function messagesOf(
  before: LinkedAccountIdentity,
  { email, emailVerified }: Pick<Told, 'email' | 'emailVerified'>,
  moment: { at: string; correlationId: string },
): LinkedAccountIdentity['messages'] {
  const verifiedBefore = before.emailVerified === true ? before.email : undefined;
  if (emailVerified !== true || email === undefined || email === verifiedBefore) return before.messages;
  const others = (before.messages ?? []).filter(({ kind }) => kind !== 'subscription');
  const message = subscriptionMessage(before, moment);
  return [...others, { ...message, change: 'address', address: email }];
}

/** What was said is noted. One that nobody knew becomes known. The same state where nothing is new. */
export function tell(
  current: AccountIdentityState | undefined,
  { id, issuer, subject }: Account,
  told: Told,
  at: string,
): PresentIdentity {
  const before = presentIdentity(current);
  const facts = toldFacts(before, told);
  if (before !== undefined && isSame(before, facts)) return before;
  if (before?.status === 'linked') {
    const messages = messagesOf(before, facts, { at, correlationId: told.correlationId });
    return shapedBy(linkedAccountIdentity, { ...before, ...facts, messages, updatedAt: at });
  }
  const made = { id, status: 'known' as const, issuer, subject, createdAt: before?.createdAt ?? at };
  return shapedBy(knownAccountIdentity, { ...before, ...made, ...facts, updatedAt: at });
}

/** Whose it becomes, and what directory is asked for. */
export type Linking = Pick<
  LinkedAccountIdentity,
  'userId' | 'linkedBy' | 'commandRequest' | 'metUserId' | 'messages'
>;

/** The same, where nobody keeps email subscriptions: of their changes nobody is to be told. */
export function withoutSubscriptionMessages(state: AccountIdentityState): AccountIdentityState {
  if (!('messages' in state) || state.messages === undefined) return state;
  const left = (state.messages as readonly Message[]).filter(({ kind }) => kind !== 'subscription');
  const { messages: _, ...others } = state;
  return (left.length === 0 ? others : { ...others, messages: left }) as AccountIdentityState;
}

/** Makes it a user's. One that is somebody's already stays so. */
export function link(current: PresentIdentity, linking: Linking, at: string): LinkedAccountIdentity {
  if (current.status === 'linked') return current;
  return shapedBy(linkedAccountIdentity, { ...current, ...linking, status: 'linked', updatedAt: at });
}

/** Another identity has its email now. */
export function withoutEmail(
  current: AccountIdentityState,
  key: string,
  keyOf: (email: string) => string,
  at: string,
) {
  const present = presentIdentity(current);
  if (present?.email === undefined || keyOf(present.email) !== key) return undefined;
  const { email: _, emailVerified: _verified, ...others } = present;
  return { ...others, updatedAt: at };
}

/** The account has another subject from now on. */
export function move(current: PresentIdentity, movedTo: string, at: string): MovedAccountIdentity {
  return shapedBy(movedAccountIdentity, {
    ...{ id: current.id, status: 'moved', movedTo, movedAt: at },
    ...(current.status === 'linked' && { userId: current.userId, linkedBy: current.linkedBy }),
  });
}

/** It goes. `request`: directory is asked to remove the user. `isLast`: the user's subscriptions to emails end. */
export function remove(
  current: PresentIdentity,
  at: string,
  {
    request,
    isLast,
    correlationId,
  }: { request?: CommandRequest | undefined; isLast: boolean; correlationId: string },
): RemovedAccountIdentity {
  const userId = request !== undefined && current.status === 'linked' ? current.userId : undefined;
  return shapedBy(removedAccountIdentity, {
    ...{ id: current.id, status: 'removed', removedAt: at },
    ...(userId !== undefined && { userId, commandRequest: request }),
    ...(isLast &&
      current.status === 'linked' && {
        messages: [
          {
            ...subscriptionMessage(current, { at, correlationId }),
            change: 'end' as const,
          },
        ],
      }),
  });
}

/** What waits for a reply of directory. */
export function requestOf(
  state: AccountIdentityState | undefined,
): DirectoryRequest | CommandRequest | undefined {
  return state?.status === 'linked' || state?.status === 'removed' ? state.commandRequest : undefined;
}

/** Directory replied. Undefined where nothing waits for that reply. */
export function complete(
  state: AccountIdentityState,
  answered: readonly string[],
): AccountIdentityState | undefined {
  const request = requestOf(state);
  if (request === undefined || !answered.includes(request.id)) return undefined;
  if (state.status === 'linked') {
    const { commandRequest: _, ...others } = state;
    return others;
  }
  if (state.status !== 'removed') return undefined;
  const { id, removedAt, messages } = state;
  return shapedBy(removedAccountIdentity, { id, status: 'removed', removedAt, messages });
}

/** The same request again, where it was last sent until an instant. */
export function resend(
  state: AccountIdentityState,
  until: string,
  at: string,
): AccountIdentityState | undefined {
  const request = requestOf(state);
  if (request === undefined || request.at > until) return undefined;
  return { ...state, commandRequest: { ...request, at } } as AccountIdentityState;
}
