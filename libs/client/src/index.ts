export type {
  Announcement,
  Approver,
  Code,
  ListedUser,
  OrganisationUser,
  OrganisationUsers,
  ServiceRole,
  Status,
  UserAccess,
  UserChange,
  UserChanges,
  UserOrganisationServices,
} from './answers.ts';
export type { CallbackToVerify } from './callback-to-verify.ts';
export type { ClientOptions } from './client-options.ts';
export { createClient, type GatehouseClient } from './create-client.ts';
export { GatehouseProblem, GatehouseUnreachable } from './failures.ts';
export type {
  Coded,
  ListedOrganisation,
  ProviderOrganisation,
  UserOrganisation,
  UserOrganisationV2,
} from './organisation-answers.ts';
export type {
  AnnouncementRequest,
  Invitation,
  InviteOptions,
  OrganisationUsersFilter,
  UsersFilter,
} from './requests.ts';
export type { RetryOptions } from './retries.ts';
export {
  type Callback,
  type CallbackFault,
  CallbackRefused,
  verifyCallback,
} from './verify-callback.ts';
