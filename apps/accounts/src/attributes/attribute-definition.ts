import {
  type AttributeDefinitionState,
  type PresentAttributeDefinition,
  presentAttributeDefinition,
  removedAttributeDefinition,
  shapedBy,
} from '@gatehouse/contracts';

/** What an attribute's name may be. */
export const ATTRIBUTE_NAME = /^(?!__proto__$)[a-z0-9_]{1,64}$/;

/** The attributes that are the provider's word on the email. Nobody declares them. */
export const BUILT_IN = ['email', 'email_verified'] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

export function isBuiltIn(name: string): name is BuiltIn {
  return (BUILT_IN as readonly string[]).includes(name);
}

/** What the operator puts. */
export interface AttributeDetails extends Pick<PresentAttributeDefinition, 'type'> {
  claim?: string | undefined;
  writable: boolean;
  mfa?: { get: boolean; set: boolean } | undefined;
  readers?: string[] | undefined;
  writers?: string[] | undefined;
}

export function presentDefinition(
  state: AttributeDefinitionState | undefined,
): PresentAttributeDefinition | undefined {
  return state?.status === 'present' ? state : undefined;
}

/** Another type makes values of the former one count no longer: a write that comes late writes nothing that is seen. */
export function putDefinition(
  current: AttributeDefinitionState | undefined,
  { name, version, at }: { name: string; version: number; at: string },
  details: AttributeDetails,
): PresentAttributeDefinition {
  const before = presentDefinition(current);
  const { claim, writable, mfa = { get: false, set: false }, ...rest } = details;
  return shapedBy(presentAttributeDefinition, {
    ...{ id: name, kind: 'attribute-definition', status: 'present', ...rest },
    ...(claim !== undefined && { claim }),
    incarnation: before?.type === details.type ? before.incarnation : version,
    writable: writable && claim === undefined,
    mfa: { get: mfa.get, set: mfa.set || mfa.get },
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  });
}

export function removeDefinition(
  current: AttributeDefinitionState | undefined,
  at: string,
): AttributeDefinitionState | undefined {
  if (current?.status !== 'present') return undefined;
  const { id, kind } = current;
  return shapedBy(removedAttributeDefinition, { id, kind, status: 'removed', removedAt: at });
}

const includes = (list: readonly string[] | undefined, serviceId: string) =>
  list === undefined || list.includes(serviceId);

export function mayRead({ readers }: PresentAttributeDefinition, serviceId: string): boolean {
  return includes(readers, serviceId);
}

/** Why a service cannot write it; undefined where it can. */
export function unwritableBecause(
  definition: PresentAttributeDefinition,
  serviceId: string,
): string | undefined {
  if (definition.claim !== undefined) return 'is the identity provider’s word';
  if (!definition.writable) return 'is written by nobody';
  return includes(definition.writers, serviceId) ? undefined : 'is written by other services';
}
