import type { RegistrationState } from '@gatehouse/contracts';
import type { EntityDocument } from '@gatehouse/entities';
import { defineCollection, Schema } from '@gatehouse/store';
import type { Attempts } from './attempts.ts';
import type { KeptCode } from './link-secrets.ts';

/** A registration as kept: what its link and code are checked by never leaves the store. */
export interface RegistrationDocument extends EntityDocument<RegistrationState> {
  emailKey?: string;
  /** Unique: the email, while invitations may join; at most one such registration for an email. */
  openEmailKey?: string;
  /** Unique: of the current generation's token, also when the registration is over, so that its link can say so. */
  tokenHash: string;
  /** Absent when it is over. */
  code?: KeptCode;
  attempts?: Attempts;
  /** Made from a random value that only the browser that accepted it has. */
  acceptedBy?: string;
}

const schema = new Schema(
  {
    _id: { type: String, required: true },
    version: { type: Number, required: true },
    state: { type: Schema.Types.Mixed, required: true },
    emailKey: String,
    openEmailKey: String,
    tokenHash: { type: String, required: true },
    code: { type: Schema.Types.Mixed },
    attempts: { type: Schema.Types.Mixed },
    acceptedBy: String,
  },
  { versionKey: false, minimize: false },
);
schema.index({ openEmailKey: 1 }, { name: 'openEmail', unique: true });
schema.index({ tokenHash: 1 }, { name: 'token', unique: true });
schema.index({ emailKey: 1 }, { name: 'email' });
schema.index({ 'state.userId': 1 }, { name: 'user' });
schema.index({ 'state.status': 1, 'state.expiresAt': 1 }, { name: 'expiry' });
schema.index({ 'state.commandRequest.at': 1 }, { name: 'asks' });
schema.index({ 'state.commandRequest.firstAt': 1 }, { name: 'oldAsks' });

export const registrationsCollection = defineCollection<RegistrationDocument>('registrations', schema);
