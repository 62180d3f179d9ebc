import type { HeldGrant } from './events/grant.ts';
import type { OrganisationState } from './events/organisation.ts';
import type { ServiceState } from './events/service.ts';
import type { Membership, PresentUser } from './events/user.ts';
import { type Admission, admit, personFields } from './policy-evaluation.ts';

/** What decides whether a grant may be made. */
export interface GrantBasis {
  service: Pick<ServiceState, 'roles' | 'policies'>;
  organisation: OrganisationState;
  user: PresentUser;
  /** The user's, in that organisation. */
  membership: Membership;
}

function admissionOf({ service, user, membership, organisation }: GrantBasis): Admission {
  return admit(service.policies, personFields(user, membership, organisation), 'organisation and person');
}

/** Whether the service's policies are for this user in this organisation. */
export function isAdmitted(facts: GrantBasis): boolean {
  return admissionOf(facts).admitted;
}

/**
 * Every fault of a grant with these roles. Policies are asked when it is made, and of roles that it does not hold yet: a
 * later change of theirs takes nothing away.
 */
export function faultsOfGrant(
  held: Pick<HeldGrant, 'roles'> | undefined,
  codes: readonly string[],
  facts: GrantBasis,
): string[] {
  const admission = admissionOf(facts);
  const ofPolicies =
    held === undefined && !admission.admitted
      ? facts.service.policies.map(({ name }) => `The policy "${name}" does not admit this user here`)
      : [];
  const ofRoles = codes.flatMap((code, index) => {
    if (held?.roles.includes(code)) return [];
    const fault = faultOfRole(code, admission, facts);
    return fault === undefined ? [] : [`roles[${index}]: ${fault}`];
  });
  return [...ofPolicies, ...ofRoles];
}

function faultOfRole(code: string, admission: Admission, { service }: GrantBasis): string | undefined {
  const role = service.roles.find((each) => each.code === code);
  if (role === undefined) return 'the service has no such role';
  if (role.status === 'Inactive') return `the role ${code} is inactive`;
  if (admission.admitted && (admission.roles === 'all' || admission.roles.has(code))) return undefined;
  const names = service.policies.map(({ name }) => `"${name}"`).join(', ');
  return `no policy admits this user to the role ${code} (${names})`;
}
