import type { Origin } from '@gatehouse/contracts';
import { type AttributeDefinitionsCollection, allDefinitions } from './definitions.store.ts';
import type { Attributes, SetValue } from './open-attributes.ts';
import { valueFault } from './value-faults.domain.ts';

type Claims = Readonly<Record<string, unknown>>;

export interface NoteClaimsParts {
  attributeDefinitions: AttributeDefinitionsCollection;
  attributes: Pick<Attributes, 'set'>;
}

/** What the provider said at a sign-in becomes the values of attributes that are its word; what it did not say, or not as declared, goes. */
export function claimsNoter({ attributeDefinitions, attributes }: NoteClaimsParts) {
  return async (
    userId: string,
    { userinfo, idToken }: { userinfo: Claims | undefined; idToken: Claims },
    origin: Origin,
  ): Promise<void> => {
    const said = (claim: string): unknown =>
      [userinfo ?? {}, idToken].find((claims) => Object.hasOwn(claims, claim))?.[claim] ?? null;
    const definitions = await allDefinitions(attributeDefinitions, 'claim');
    if (definitions.length === 0) return;
    const set = definitions.map((definition): SetValue => {
      const value = said(definition.claim ?? '');
      return { definition, value: valueFault(definition.type, value) === undefined ? value : null };
    });
    if (await attributes.set(userId, set, origin)) return;
    // Together they are too much: as many as there is room for.
    for (const one of set) {
      if (await attributes.set(userId, [one], origin)) continue;
      await attributes.set(userId, [{ ...one, value: null }], origin);
    }
  };
}
