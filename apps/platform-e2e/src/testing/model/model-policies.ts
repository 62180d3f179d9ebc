import type {
  AccessModel,
  ModelCondition,
  ModelOrganisation,
  ModelService,
  ModelUser,
} from './access-model.ts';

const OF_ORGANISATION: Readonly<Record<string, string>> = {
  'organisation.category.id': 'category',
  'organisation.status.id': 'status',
  'organisation.type.id': 'type',
  'organisation.ukprn': 'ukprn',
  'organisation.region.id': 'regionCode',
};

function isMet({ field, operator, value }: ModelCondition, held: string | undefined): boolean {
  const [text, values] = [held?.toLowerCase(), value.map((each) => each.toLowerCase())];
  if (operator === 'is_not') return text === undefined || !values.includes(text);
  if (text === undefined) return false;
  if (operator === 'is') return values.includes(text);
  if (operator === 'starts_with') return values.some((each) => text.startsWith(each));
  throw new Error(`the model knows no ${operator} of ${field}`);
}

function fieldOf(
  field: string,
  organisation: ModelOrganisation,
  user: ModelUser | undefined,
): string | undefined {
  const member = OF_ORGANISATION[field];
  const value =
    member !== undefined
      ? organisation[member]
      : field === 'organisation.role.id'
        ? user?.memberships.get(organisation.id)?.roleId
        : field === 'email'
          ? user?.email
          : undefined;
  return value === undefined ? undefined : String(value);
}

/**
 * The role codes to which a service's policies admit a user in an organisation; undefined where they do not. Without a
 * user the conditions on people count as met.
 */
export function admittedRoles(
  { policies, roles }: ModelService,
  organisation: ModelOrganisation,
  user: ModelUser | undefined,
): Set<string> | undefined {
  if (policies.size === 0) return new Set(roles.keys());
  const met = [...policies.values()].filter(({ conditions }) =>
    conditions.every((condition) => {
      const isOnPerson = OF_ORGANISATION[condition.field] === undefined;
      return (
        (user === undefined && isOnPerson) || isMet(condition, fieldOf(condition.field, organisation, user))
      );
    }),
  );
  return met.length === 0 ? undefined : new Set(met.flatMap((policy) => policy.roles));
}

/** What becomes of a grant with these roles: its status. What is held already is not asked again. */
export function statusOfGranting(
  model: AccessModel,
  service: ModelService,
  organisation: ModelOrganisation,
  user: ModelUser,
  codes: readonly string[],
  held: readonly string[] | undefined,
): 200 | 201 | 400 | 409 {
  if (!user.memberships.has(organisation.id)) return 409;
  const admitted = admittedRoles(service, organisation, user);
  if (held === undefined && admitted === undefined) return 400;
  const refused = codes
    .filter((code) => !held?.includes(code))
    .filter((code) => {
      const role = model.services.get(service.id)?.roles.get(code);
      return role?.status !== 'Active' || admitted?.has(code) !== true;
    });
  if (refused.length > 0) return 400;
  return held === undefined ? 201 : 200;
}
