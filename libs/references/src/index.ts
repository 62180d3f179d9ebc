export {
  countInvitations,
  type InvitationReferences,
  invitationReferencesCollection,
  onInvitationsChanged,
} from './invitation-references.ts';
export { COUNTED_AT_MOST, type ReferenceCounts, refuseReferred } from './reference-counts.ts';
