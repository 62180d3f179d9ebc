import { type OrganisationState, organisationState } from './events/organisation.ts';
import type { Policy, PolicyCondition } from './events/service.ts';
import type { Membership, PresentUser } from './events/user.ts';
import { emailKey } from './fields.ts';

/** A field's value by its dotted name; undefined where it is absent. */
export type FieldLookup = (field: string) => string | undefined;

/** Whom the policies admit, and to which roles. */
export type Admission = { admitted: false } | { admitted: true; roles: 'all' | ReadonlySet<string> };

/** Whether a condition is on the organisation alone; those on the membership (`organisation.role.…`) and the person are not. */
export function isOrganisationCondition(condition: PolicyCondition): boolean {
  return condition.field.startsWith('organisation.') && !condition.field.startsWith('organisation.role.');
}

function meets(condition: PolicyCondition, lookup: FieldLookup): boolean {
  const fold = condition.field === 'email' ? emailKey : (text: string) => text.toLowerCase();
  const value = lookup(condition.field);
  const held = value === undefined ? undefined : fold(value);
  const any = (test: (value: string) => boolean) => condition.value.some((wanted) => test(fold(wanted)));
  if (condition.operator === 'starts_with')
    return held !== undefined && any((value) => held.startsWith(value));
  const isAny = held !== undefined && any((value) => held === value);
  return condition.operator === 'is' ? isAny : !isAny;
}

/**
 * Decides policies: all conditions of one policy, any policy; the roles of all met ones are united; no policy is open to
 * all with all roles. `organisation only` counts conditions on the person as met.
 */
export function admit(
  policies: readonly Policy[],
  lookup: FieldLookup,
  scope: 'organisation only' | 'organisation and person',
): Admission {
  if (policies.length === 0) return { admitted: true, roles: 'all' };
  const met = policies.filter((policy) =>
    policy.conditions.every(
      (condition) =>
        (scope === 'organisation only' && !isOrganisationCondition(condition)) || meets(condition, lookup),
    ),
  );
  if (met.length === 0) return { admitted: false };
  return { admitted: true, roles: new Set(met.flatMap((policy) => policy.roles)) };
}

const PERSON_FIELDS = [
  'id',
  'sub',
  'status',
  'status.id',
  'email',
  'given_name',
  'family_name',
  'organisation.role.id',
] as const;
/** Those that policies call otherwise than the organisation does. */
const CODE_FIELDS = [
  'category.id',
  'status.id',
  'type.id',
  'region.id',
  'phaseOfEducation.id',
  'localAuthority.id',
] as const;
const { associations: _associations, removedAt: _removedAt, ...plainMembers } = organisationState.shape;

const POLICY_FIELDS: ReadonlySet<string> = new Set([
  ...PERSON_FIELDS,
  ...[...CODE_FIELDS, ...Object.keys(plainMembers)].map((name) => `organisation.${name}`),
]);

/** Whether a condition can be on a field: on one that nobody has, `is_not` would be true of everyone. */
export function isPolicyField(field: string): boolean {
  return POLICY_FIELDS.has(field);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** An organisation's fields as policies name them (`organisation.category.id`, `organisation.urn`, …). */
export function organisationFields(organisation: OrganisationState): FieldLookup {
  const authority = organisation.associations.find((association) => association.type === 'LA');
  const byName: Record<(typeof CODE_FIELDS)[number], string | number | undefined> = {
    'category.id': organisation.category,
    'status.id': organisation.status,
    'type.id': organisation.type,
    'region.id': organisation.regionCode,
    'phaseOfEducation.id': organisation.phaseOfEducation,
    'localAuthority.id': authority?.organisationId,
  };
  return (field) => {
    if (!field.startsWith('organisation.')) return undefined;
    const name = field.slice('organisation.'.length);
    const values: Readonly<Record<string, unknown>> = Object.hasOwn(byName, name) ? byName : organisation;
    return Object.hasOwn(values, name) ? text(values[name]) : undefined;
  };
}

/** The fields of a user in an organisation: the organisation's, `organisation.role.id`, and the person's own. */
export function personFields(
  user: PresentUser,
  membership: Membership | undefined,
  organisation: OrganisationState,
): FieldLookup {
  const ofOrganisation = organisationFields(organisation);
  const ofPerson: Record<(typeof PERSON_FIELDS)[number], string | number | undefined> = {
    id: user.id,
    sub: user.id,
    status: user.status,
    'status.id': user.status,
    email: user.email,
    given_name: user.givenName,
    family_name: user.familyName,
    'organisation.role.id': membership?.roleId,
  };
  return (field) =>
    Object.hasOwn(ofPerson, field) ? text(ofPerson[field as keyof typeof ofPerson]) : ofOrganisation(field);
}
