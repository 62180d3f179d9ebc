/** Who sent a request, as the gateway verified it. */
export type Caller =
  | { kind: 'client' /** The service's id. */; serviceId: string; clientId: string }
  | { kind: 'operator' }
  /** Anybody, on open pages. */
  | { kind: 'public' };

/** Who may use a route: any client or the operator (acting for the service in the URL), only a client, only the operator, anybody. */
export type Access = 'client' | 'own-service' | 'operator' | 'open';

export type CallerOf<A extends Access> = A extends 'own-service'
  ? Extract<Caller, { kind: 'client' }>
  : A extends 'operator'
    ? Extract<Caller, { kind: 'operator' }>
    : A extends 'client'
      ? Exclude<Caller, { kind: 'public' }>
      : Caller;

const ALLOWED: Record<Access, readonly Caller['kind'][]> = {
  client: ['client', 'operator'],
  'own-service': ['client'],
  operator: ['operator'],
  open: ['client', 'operator', 'public'],
};

/** Whether the caller may use a route of this access. */
export function mayUse<A extends Access>(access: A, caller: Caller): caller is Caller & CallerOf<A> {
  return ALLOWED[access].includes(caller.kind);
}

/** The caller as events name it: `client:<serviceId>`, `operator` or `public`. */
export function actorOf(caller: Caller): string {
  return caller.kind === 'client' ? `client:${caller.serviceId}` : caller.kind;
}
