/** Who sent a request, as the gateway verified it. */
export type Caller =
  | { kind: 'client' /** The service's id. */; serviceId: string; clientId: string }
  | { kind: 'operator' }
  | PersonCaller
  /** Anybody, on open pages. */
  | { kind: 'public' };

/** A person who is signed in, by an access token that the platform gave to a client. */
export interface PersonCaller {
  kind: 'person';
  userId: string;
  /** Who acts for the person. */
  clientId: string;
  /** The client's id, where it is a service and none of the platform's own apps. */
  serviceId?: string | undefined;
  /** What the client may do for the person. */
  scopes: readonly PersonScope[];
  sessionId: string;
}

/** What a person's access token may be good for. */
export const personScopes = ['me', 'support'] as const;
export type PersonScope = (typeof personScopes)[number];

/**
 * Who may use a route: any client or the operator (acting for the service in the URL), only a client, only the operator, a
 * person for themselves, a person as supporter, anybody.
 */
export type Access = 'client' | 'own-service' | 'operator' | 'person' | 'supporter' | 'open';

export type CallerOf<A extends Access> = A extends 'own-service'
  ? Extract<Caller, { kind: 'client' }>
  : A extends 'operator'
    ? Extract<Caller, { kind: 'operator' }>
    : A extends 'person' | 'supporter'
      ? PersonCaller
      : A extends 'client'
        ? Extract<Caller, { kind: 'client' | 'operator' }>
        : Caller;

const ALLOWED: Record<Access, readonly Caller['kind'][]> = {
  client: ['client', 'operator'],
  'own-service': ['client'],
  operator: ['operator'],
  person: ['person'],
  supporter: ['person'],
  open: ['client', 'operator', 'person', 'public'],
};

/** The scope that a person's token needs for a route. */
const NEEDED: Partial<Record<Access, PersonScope>> = { person: 'me', supporter: 'support' };

/** Whether the caller may use a route of this access. */
export function mayUse<A extends Access>(access: A, caller: Caller): caller is Caller & CallerOf<A> {
  const scope = NEEDED[access];
  const hasScope = scope === undefined || (caller.kind === 'person' && caller.scopes.includes(scope));
  return hasScope && ALLOWED[access].includes(caller.kind);
}

/** The caller as events name it: `client:<service id>`, `person:<user id>`, `operator` or `public`. */
export function actorOf(caller: Caller): string {
  if (caller.kind === 'person') return `person:${caller.userId}`;
  return caller.kind === 'client' ? `client:${caller.serviceId}` : caller.kind;
}
