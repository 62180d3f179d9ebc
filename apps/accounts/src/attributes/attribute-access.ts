import type { PresentAttributeDefinition } from '@gatehouse/contracts';
import { faultOfKind } from '@gatehouse/http';
import { ATTRIBUTE_NAME, type BuiltIn, isBuiltIn, mayRead } from './attribute-definition.ts';
import { type AttributeDefinitionsCollection, definitionsOf } from './definitions.store.ts';

/** What of the named attributes a service knows. */
export interface KnownAttributes {
  builtIn: readonly BuiltIn[];
  definitions: ReadonlyMap<string, PresentAttributeDefinition>;
  /** Those that are not declared, or that the service may not read. */
  unknown: readonly string[];
}

export async function knownAttributes(
  collection: AttributeDefinitionsCollection,
  names: readonly string[],
  serviceId: string,
): Promise<KnownAttributes> {
  const declared = await definitionsOf(collection, names.filter(isName));
  const definitions = new Map([...declared].filter(([, each]) => mayRead(each, serviceId)));
  return {
    builtIn: names.filter(isBuiltIn),
    definitions,
    unknown: names.filter((name) => !isBuiltIn(name) && !definitions.has(name)),
  };
}

const isName = (name: string) => ATTRIBUTE_NAME.test(name) && !isBuiltIn(name);

export function refuseUnknown({ unknown }: KnownAttributes): void {
  if (unknown.length > 0) throw faultOfKind('unknown-attribute-names', { attributes: [...unknown] });
}

/** Refuses (403) a session without MFA where that is needed. */
export function refuseWithoutMfa(
  { definitions }: KnownAttributes,
  { mfa }: { mfa: boolean },
  use: 'get' | 'set',
): void {
  if (mfa) return;
  const attributes = [...definitions.values()].filter((each) => each.mfa[use]).map(({ id }) => id);
  if (attributes.length > 0) throw faultOfKind('mfa-required', { attributes });
}
