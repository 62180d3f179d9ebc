/** The library's endpoints that are served, with their methods; it has others, which are not. One of our own is among them: a `HEAD` must end no session. */
const ENDPOINTS: readonly (readonly [path: string, methods: readonly string[], kind: EndpointKind])[] = [
  ['/.well-known/openid-configuration', ['GET', 'HEAD', 'OPTIONS'], 'public'],
  ['/oidc/jwks', ['GET', 'HEAD', 'OPTIONS'], 'public'],
  ['/oidc/authorize', ['GET', 'POST'], 'browser'],
  ['/oidc/authorize/:id', ['GET'], 'browser'],
  ['/oidc/token', ['POST'], 'client'],
  ['/oidc/userinfo', ['GET', 'POST'], 'client'],
  ['/oidc/revoke', ['POST'], 'client'],
  ['/oidc/end-session', ['GET', 'POST'], 'elsewhere'],
];

/** Documents that anybody may read and keep for a while; what a person's browser visits; what programs call, with JSON whatever they accept; what the routes serve. */
export type EndpointKind = 'public' | 'browser' | 'client' | 'elsewhere';

export interface Endpoint {
  /** For logs and metrics. */
  pattern: string;
  methods: readonly string[];
  kind: EndpointKind;
}

const byPattern = new Map(
  ENDPOINTS.map(([pattern, methods, kind]) => [pattern, { pattern, methods, kind } as const]),
);
const RESUMED = /^\/oidc\/authorize\/[A-Za-z0-9_-]+$/;

/** Undefined for what is none of them. */
export function endpointOf(path: string): Endpoint | undefined {
  return byPattern.get(RESUMED.test(path) ? '/oidc/authorize/:id' : path);
}
