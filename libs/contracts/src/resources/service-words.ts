/** What the members of a service mean, as it is put and as it is shown. */
export const serviceWords = {
  clientId:
    'The client id: the `iss` of the tokens that the service signs, and the `aud` of its callbacks. Unique without regard to letter case. It may change; the old one is unknown from then on.',
  name: 'The name of the service, as people see it in pages and emails.',
  description: 'What the service is for, as people see it.',
  redirectUris:
    'Addresses of the service to which people may be sent back. The `userRedirect` of an invitation must have the origin of one of them; without it a person goes on to the first.',
  parentId: 'The id of the service that this one is below. Its parent acts for it as for itself.',
  params:
    'Settings, as texts by name. `canViewAllUsers` `"true"`: the service is shown every user, not only those with access to it or invited by it. `canViewApproverReport` `"true"`: it may read `GET /users/approvers`. `requireTokenExpiry` `"true"`: its tokens are refused without `exp`. `hiddenFromApprovers` `"true"`: only the operator grants it, and approvers do not see it. `actsForPeople` `"true"` or `"support"`: people’s access tokens for `/me`, and for supporters, are given to it. `canUseAccounts` `"true"`: it may use sessions and attributes of people at frontends. `canUpdateProtectedAttributes` `"true"`: it may tell of accounts at the identity provider. Other names are kept and mean nothing to the platform.',
  status:
    '1 active; 0 disabled: its tokens are refused (`Client is disabled`), and nobody can be invited to it.',
  builtIn:
    'True of the platform’s own clients of sign-in, `console` and `accounts`, which nobody configures; absent of all others.',
  signIn: 'How people sign in to it. Without this nobody can.',
} as const;
