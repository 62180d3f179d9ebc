import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Caller } from '@gatehouse/http';
import type { ApiSecret, RegisteredService, ServiceRegistry } from '@gatehouse/service-registry';

/** A key that may have signed a token. */
export interface IssuerKey {
  key: KeyObject;
  /** Milliseconds; Infinity where no rotation ends it. */
  expiresAt: number;
}

/** The issuer that a token names. */
export interface Issuer {
  caller: Caller;
  /** Undefined for the operator. */
  service: RegisteredService | undefined;
  keys: readonly IssuerKey[];
}

/** The operator's client id; no service can have it. */
const OPERATOR = 'operator';

/** Finds an issuer by the exact text of `iss`. Each key is made once from the text of its secret. */
export function createIssuers(
  registry: Pick<ServiceRegistry, 'byClientId' | 'secretsOf'>,
  operatorSecret: string,
): (iss: string | undefined, now: number) => Issuer | undefined {
  const keys = new WeakMap<ApiSecret, IssuerKey>();
  const operator: Issuer = {
    caller: { kind: 'operator' },
    service: undefined,
    keys: [{ key: createSecretKey(Buffer.from(operatorSecret)), expiresAt: Number.POSITIVE_INFINITY }],
  };

  function keyOf(secret: ApiSecret): IssuerKey {
    const known = keys.get(secret);
    if (known !== undefined) return known;
    const made = { key: createSecretKey(Buffer.from(secret.text)), expiresAt: secret.expiresAt };
    keys.set(secret, made);
    return made;
  }

  return (iss, now) => {
    if (iss === undefined) return undefined;
    if (iss === OPERATOR) return operator;
    const service = registry.byClientId(iss);
    if (service === undefined) return undefined;
    const caller: Caller = { kind: 'client', serviceId: service.id, clientId: service.clientId };
    return { caller, service, keys: registry.secretsOf(service.id, now).map(keyOf) };
  };
}
