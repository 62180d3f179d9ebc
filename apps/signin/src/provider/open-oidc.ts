import type { Request, RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import type { SigningKeys } from '../keys/open-signing-keys.ts';
import { adjustAnswers, type Failures } from './answers.ts';
import { createProvider } from './create-provider.ts';
import { loadLibrary } from './load-library.ts';
import { oidcHandler } from './mount.ts';
import type { OidcParts } from './parts.ts';

/** Serves OpenID Connect. The library is loaded, and a provider made for the keys as they are, whenever they changed. */
export async function openOidc(parts: OidcParts, keys: SigningKeys): Promise<RequestHandler> {
  const library = await loadLibrary();
  const failures: Failures = new WeakMap();
  let made: { version: number; provider: Provider } | undefined;

  async function provider(): Promise<Provider> {
    const { version, state } = await keys.read();
    if (made?.version !== version) {
      const usable = state.keys.map((key) => ({ kid: key.kid, state: key.state, jwk: keys.privateKey(key) }));
      made = { version, provider: createProvider(library, parts, usable) };
      adjustAnswers(made.provider, parts, failures);
    }
    return made.provider;
  }

  return oidcHandler({
    issuer: parts.issuer,
    provider,
    failureOf: (request: Request) => failures.get(request),
  });
}
