/** What the members of a policy mean, as it is put and as it is shown. */
export const policyWords = {
  name: 'The name of the policy, for people. A refused grant names it.',
  conditions: 'All of them must be met. A policy without conditions is met by everybody.',
  field:
    'What is looked at: `organisation.category.id`, `organisation.type.id`, `organisation.status.id`, `organisation.region.id`, `organisation.phaseOfEducation.id`, `organisation.localAuthority.id`, `organisation.role.id` (0 end user, 10000 approver), `organisation.` and any plain member such as `urn` or `ukprn`; or of the person: `id`, `status`, `email`, `given_name`, `family_name`.',
  operator:
    '`is`: equal to one of the values. `is_not`: equal to none, or absent. `starts_with`: begins with one of them. Letter case does not count.',
  value:
    'The values that the field is compared with, as text: codes and numbers too. Any of them may meet the condition.',
  roles: 'Codes of the roles that the policy admits to. Empty: it admits to the service without a role.',
} as const;

export const conditionMeta = {
  description: 'One condition: a field of the organisation or the person, an operator and values.',
};
