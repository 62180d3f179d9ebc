import { createHmac } from 'node:crypto';
import { serviceSecretContext } from '@gatehouse/contracts';
import { service } from '@gatehouse/contracts/testing';
import { Fault } from '@gatehouse/errors';
import { createSealer } from '@gatehouse/runtime';
import { createServiceRegistry, type RegisteredService } from '@gatehouse/service-registry';
import { createTokenVerifier } from '../tokens/token-verifier.ts';

export const AUDIENCE = 'signin.education.gov.uk';
export const NOW = Date.parse('2026-03-01T12:00:00.000Z');
export const SECONDS = NOW / 1_000;
export const SERVICE = 'AAAAAAAA-0000-4000-8000-000000000001';
export const SECRET = 'c2VjcmV0LW9mLXRoZS1zZXJ2aWNlLW9uZS0wMDAwMDE=';
export const OLD_SECRET = 'b2xkLXNlY3JldC1vZi10aGUtc2VydmljZS0wMDAwMDE=';
export const OPERATOR_SECRET = 'b3BlcmF0b3Itc2VjcmV0LTAwMDAwMDAwMDAwMDAwMDE=';
const sealer = createSealer(['a master key of some length']);
const at = new Date(NOW - 1_000).toISOString();

/** A secret of the service, sealed; good until `expiresAt` where that is given. */
export function sealed(id: string, text: string, expiresAt?: number) {
  const context = serviceSecretContext(SERVICE);
  const end = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() };
  return { id, sealed: sealer.seal(text, context), createdAt: at, ...end };
}

/** The service as the registry knows it. */
export function registered(version: number, members: Partial<RegisteredService> = {}): RegisteredService {
  const state = service(SERVICE, { clientId: 'Service-One', secrets: [sealed('new', SECRET)] });
  return { ...state, version, ...members };
}

export const base64url = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Signed by hand, so that it can hold anything. */
export function token(
  claims: unknown,
  secret = SECRET,
  header: unknown = { alg: 'HS256', typ: 'JWT' },
): string {
  const signed = `${base64url(header)}.${base64url(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

export const claims = (more: Record<string, unknown> = {}) => ({
  iss: 'Service-One',
  aud: AUDIENCE,
  ...more,
});

/** A verifier of tokens that knows one service. */
export function setUp(state: Partial<RegisteredService> = {}) {
  const registry = createServiceRegistry({ sealer });
  registry.apply(registered(1, state));
  let now = NOW;
  let caughtUp = true;
  const verify = createTokenVerifier({
    registry,
    operatorSecret: OPERATOR_SECRET,
    audience: AUDIENCE,
    clock: { now: () => now },
    isCaughtUp: () => caughtUp,
  });
  return {
    registry,
    verify,
    setNow: (value: number) => {
      now = value;
    },
    setCaughtUp: (value: boolean) => {
      caughtUp = value;
    },
  };
}

/** Why a token was refused: the fault's code and public text. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Fault) {
      expect(error.members?.message ?? error.publicText).toBe(error.publicText);
      return `${error.code}: ${error.publicText}`;
    }
    throw error;
  }
  throw new Error('the token was accepted');
}

/** Who the tokens' client is. */
export const client = { kind: 'client', serviceId: SERVICE, clientId: 'Service-One' };
