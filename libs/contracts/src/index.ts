export {
  type AppName,
  appNames,
  apps,
  portVariable,
  type ServiceName,
  serviceNames,
  urlVariable,
} from './apps.ts';
export {
  establishmentTypes,
  hiddenOrganisationStatuses,
  organisationCategories,
  organisationRoles,
  organisationStatuses,
  phasesOfEducation,
  regions,
} from './code-lists.ts';
export {
  type AnnouncementState,
  announcementState,
  announcementType,
  type PublishedAnnouncement,
  type RemovedAnnouncement,
} from './events/announcement.ts';
export {
  type BuiltEvent,
  buildEvent,
  changedMembers,
  type Origin,
  originOf,
  partitionKeyOf,
} from './events/build-event.ts';
export {
  type DeliveryAttempt,
  type DeliveryState,
  deliveryAttempt,
  deliveryState,
} from './events/delivery.ts';
export { type EventOf, type EventType, eventTypes, parseEvent, type StateOf } from './events/event.ts';
export {
  type GrantState,
  grantId,
  grantIdentifier,
  grantState,
  type HeldGrant,
  type RemovedGrant,
  type ServiceLinkState,
  serviceLinkState,
} from './events/grant.ts';
export {
  acceptedInvitation,
  type CallbackToSend,
  type CommandRequest,
  declinedInvitation,
  expiredInvitation,
  grantingInvitation,
  type InformingEmailToSend,
  type InvitationOf,
  type InvitationState,
  informingEmailToSend,
  invitationState,
  linkingInvitation,
  receivedInvitation,
  revokedInvitation,
  waitingInvitation,
} from './events/invitation.ts';
export {
  type OrganisationDetails,
  type OrganisationState,
  organisationDetails,
  organisationState,
} from './events/organisation.ts';
export {
  type OrganisationApproversState,
  organisationApproversId,
  organisationApproversState,
} from './events/organisation-approvers.ts';
export {
  type AcceptedRegistration,
  acceptedRegistration,
  endedRegistration,
  type OpenRegistration,
  openRegistration,
  type RegistrationEmailToSend,
  type RegistrationState,
  registrationEmailToSend,
  registrationState,
} from './events/registration.ts';
export {
  type Policy,
  type PolicyCondition,
  policy,
  policyCondition,
  policyOperator,
  type Role,
  role,
  type SealedSecret,
  type ServiceState,
  serviceState,
} from './events/service.ts';
export {
  type Membership,
  membership,
  type PresentUser,
  type RemovedUser,
  removedUser,
  type UserState,
  userState,
} from './events/user.ts';
export { type ExampleOptions, exampleEvent } from './examples/example-event.ts';
export { exampleIds, exampleStates } from './examples/example-states.ts';
export { EMAIL_MAX_LENGTH, emailKey, isEmailAddress, isHttpUrl, isPlainText, line } from './fields.ts';
export { isWhomItFound } from './found-user.ts';
export { faultsOfGrant, type GrantBasis, isAdmitted } from './grant-faults.ts';
export { SERVICE_VERSION_HEADER } from './internal-headers.ts';
export { ISO_INSTANT, isoInstant } from './iso-instant.ts';
export { erasePersonal, shapedBy } from './personal.ts';
export {
  type Admission,
  admit,
  type FieldLookup,
  isOrganisationCondition,
  isPolicyField,
  organisationFields,
  personFields,
} from './policy-evaluation.ts';
export { calendarDate, instant, uuid } from './primitives.ts';
export { type Announcement, announcement } from './resources/announcement.ts';
export { announcementWords } from './resources/announcement-words.ts';
export { type Approver, approver, approversPage } from './resources/approvers.ts';
export { callbackBody, callbackClaims, callbackHeaders } from './resources/callback.ts';
export { identifierWords } from './resources/identifier.ts';
export {
  type ListedOrganisation,
  type ListedUser,
  listedOrganisation,
  listedUser,
  listedUsersPage,
  type UserChange,
  userChanges,
} from './resources/listed-users.ts';
export { type ManagedGrant, managedGrant, managedGrantsPage } from './resources/managed-grant.ts';
export { managedPoliciesPage, managedPolicy } from './resources/managed-policy.ts';
export { managedRole, managedRolesPage } from './resources/managed-role.ts';
export {
  type ManagedService,
  madeService,
  managedService,
  managedServicesPage,
  rotatedSecret,
} from './resources/managed-service.ts';
export { type OrganisationUsers, organisationUsers } from './resources/organisation-users.ts';
export { organisationMembers } from './resources/organisation-words.ts';
export { pageMembers, pageOf } from './resources/paged.ts';
export { personWords, roleWords } from './resources/person-words.ts';
export { conditionMeta, policyWords } from './resources/policy-words.ts';
export { type ProviderOrganisation, providerOrganisation } from './resources/provider-organisation.ts';
export { serviceInPath } from './resources/service-in-path.ts';
export { type ServiceRoles, serviceRoles } from './resources/service-roles.ts';
export { serviceWords } from './resources/service-words.ts';
export { type UserAccess, userAccess } from './resources/user-access.ts';
export {
  type UserOrganisationServices,
  userOrganisationServices,
} from './resources/user-organisation-services.ts';
export {
  type UserOrganisation,
  type UserOrganisationV2,
  userOrganisation,
  userOrganisations,
  userOrganisationsV2,
  userOrganisationV2,
} from './resources/user-organisations.ts';
export { isBlank, lowerAscii, visibleText } from './texts.ts';
export { type TopicName, topics } from './topics.ts';
