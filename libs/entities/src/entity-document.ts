import type { Document } from '@gatehouse/store';

/**
 * How an entity is kept: its state exactly as the contract has it, beside members that only this store needs
 * (index keys, marks).
 */
export interface EntityDocument<S extends { id: string }> extends Document {
  state: S;
}
