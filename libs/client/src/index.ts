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
export { type ClientOptions, createClient, type GatehouseClient } from './create-client.ts';
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
  type CallbackToVerify,
  verifyCallback,
} from './verify-callback.ts';
