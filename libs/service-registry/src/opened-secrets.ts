import type { SealedSecret } from '@gatehouse/contracts';
import type { Logger, Sealer } from '@gatehouse/runtime';

/** An API secret in the clear. The same object each time, so that what is derived from it can be kept beside it. */
export interface ApiSecret {
  readonly id: string;
  /** The base64 text: JWTs are keyed with it as it stands, webhook signatures with the bytes that it decodes to. */
  readonly text: string;
  /** Milliseconds; Infinity for the one that no rotation has replaced. */
  readonly expiresAt: number;
}

/** Opens each secret once. One that no key at hand opens is left out, and the log says so. */
export function createOpenedSecrets(sealer: Sealer | undefined, logger: Logger | undefined) {
  const opened = new WeakMap<SealedSecret, ApiSecret | 'unopened'>();

  function open(serviceId: string, secret: SealedSecret): ApiSecret | 'unopened' {
    if (sealer === undefined) throw new Error('this registry was made without a sealer');
    const expiresAt =
      secret.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(secret.expiresAt);
    try {
      return { id: secret.id, text: sealer.open(secret.sealed, `service-secret:${serviceId}`), expiresAt };
    } catch (err) {
      logger?.error({ err, serviceId, secretId: secret.id }, 'a service’s secret cannot be opened');
      return 'unopened';
    }
  }

  return (serviceId: string, secret: SealedSecret): ApiSecret | undefined => {
    const known = opened.get(secret) ?? open(serviceId, secret);
    opened.set(secret, known);
    return known === 'unopened' ? undefined : known;
  };
}
