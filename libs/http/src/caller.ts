/** Who is asking, as the gateway found out. */
export type Caller =
  | { kind: 'client' /** The service's id. */; serviceId: string; clientId: string }
  | { kind: 'operator' }
  /** Nobody in particular: open pages. */
  | { kind: 'public' };

/** What a route is for: any client or the operator (acting for the service that the URL names), a client alone, the operator alone, anybody. */
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

/** Whether such a caller may use such a route at all. */
export function mayUse<A extends Access>(access: A, caller: Caller): caller is Caller & CallerOf<A> {
  return ALLOWED[access].includes(caller.kind);
}

/** The caller as events name it: `client:<serviceId>`, `operator` or `public`. */
export function actorOf(caller: Caller): string {
  return caller.kind === 'client' ? `client:${caller.serviceId}` : caller.kind;
}
