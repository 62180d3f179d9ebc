import type { InvitationState } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import { defineCollection, Schema } from '@gatehouse/store';
import type { ListedStatus } from './invitation.ts';

/** The key that a request came with. */
export interface Idempotency {
  /** Made from client, service and key. */
  id: string;
  /** How often the key was used anew, after the 24 hours that it is remembered. */
  life: number;
  /** Of the body; gone once the person was removed. */
  hash?: string;
  /** ISO 8601. */
  at: string;
}

/** An invitation as kept. */
export interface InvitationDocument extends EntityDocument<InvitationState> {
  listed: ListedStatus;
  emailKey?: string;
  /** Made from what makes two requests the same. */
  sameAs?: string;
  /** Unique: of requests that are the same and come at once, one is kept. Given up when it is open no more. */
  claim?: string;
  idempotency?: Idempotency;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    listed: { type: String, required: true },
    emailKey: String,
    sameAs: String,
    claim: String,
    idempotency: { type: Schema.Types.Mixed },
  },
  { versionKey: false, minimize: false },
);
schema.index({ claim: 1 }, { name: 'claim', unique: true });
schema.index({ 'idempotency.id': 1, 'idempotency.life': 1 }, { name: 'idempotency', unique: true });
schema.index({ sameAs: 1, listed: 1 }, { name: 'same' });
schema.index({ emailKey: 1, 'state.status': 1 }, { name: 'email' });
schema.index({ 'state.userId': 1, 'state.status': 1 }, { name: 'user' });
schema.index(
  { 'state.registrationId': 1, 'state.status': 1, 'state.createdAt': 1 },
  { name: 'registration' },
);
schema.index({ 'state.commandRequest.at': 1 }, { name: 'asks' });
schema.index({ 'state.commandRequest.firstAt': 1 }, { name: 'oldAsks' });
schema.index({ 'state.createdAt': 1 }, { name: 'created' });
schema.index({ listed: 1, 'state.createdAt': 1 }, { name: 'listed' });
schema.index({ 'state.serviceId': 1, 'state.createdAt': 1 }, { name: 'service' });
schema.index({ 'state.serviceId': 1, listed: 1, 'state.createdAt': 1 }, { name: 'serviceListed' });

export const invitationsCollection = defineCollection<InvitationDocument>('invitations', schema);
